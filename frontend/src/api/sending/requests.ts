import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { ApiError } from './errors';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Sends one request to the server side of this extension and returns its JSON. Throws `ApiError` and nothing else. */
export type Send = <T>(method: Method, path: string, body?: unknown, signal?: AbortSignal) => Promise<T>;

/** Makes requests below `<Jupyter's base URL>openbis/`. */
export function sender(settings: ServerConnection.ISettings): Send {
  return async <T>(method: Method, path: string, body?: unknown, signal?: AbortSignal) => {
    const url = URLExt.join(settings.baseUrl, 'openbis', path);
    const init: RequestInit = { method, signal, body: body === undefined ? undefined : JSON.stringify(body) };
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, settings);
    } catch (error) {
      throw ApiError.from(error);
    }
    const answer = await json(response);
    if (!response.ok) {
      throw ApiError.fromAnswer(response.status, answer);
    }
    return answer as T;
  };
}

/** One segment of a path, from any text. */
export function segment(text: string): string {
  return encodeURIComponent(text);
}

type Parameter = string | number | boolean | null | undefined | ReadonlyArray<string>;

/** Return a query, e.g. `?a=1&b=2`; empty texts, null and undefined are left out, and lists are repeated parameters. */
export function query(parameters: Record<string, Parameter>): string {
  const set = Object.entries(parameters).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return values
      .filter(each => each !== '' && each !== null && each !== undefined)
      .map(each => [name, String(each)]);
  });
  return set.length ? `?${new URLSearchParams(set)}` : '';
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null; // e.g. the page of a proxy
  }
}
