import { UNREACHABLE_ERRORS } from '../constants';
import { ApiError } from './errors';
import { Method, Send } from './requests';

/** Called after each request that shows whether openBIS can be reached through a connection; null: it has answered. */
export type Report = (connection: string, problem: ApiError | null) => void;

/** Requests about a connection: its name is the second part of the path. */
const ABOUT_CONNECTION = /^(browse|search|details|files|preview|datasetTypes|conn)\/([^/?]+)/;

/** Routes whose answers come from openBIS, not from a cache of the server. */
const ANSWERED_BY_OPENBIS = ['browse', 'search', 'details'];

/** Wrap `send`: report whether openBIS was reached. */
export function withReachability(send: Send, report: Report): Send {
  return async <T>(method: Method, path: string, body?: unknown, signal?: AbortSignal) => {
    const [, route, name] = ABOUT_CONNECTION.exec(path) ?? [];
    const connection = name === undefined ? connectionIn(body) : decodeURIComponent(name);
    try {
      const answer = await send<T>(method, path, body, signal);
      if (connection !== null && (ANSWERED_BY_OPENBIS.includes(route) || isLogin(body) || isPlan(body))) {
        report(connection, null);
      }
      return answer;
    } catch (thrown) {
      const error = ApiError.from(thrown);
      if (connection !== null && UNREACHABLE_ERRORS.includes(error.code)) {
        report(connection, error);
      }
      throw thrown;
    }
  };
}

function connectionIn(body: unknown): string | null {
  const { connection } = (body ?? {}) as { connection?: unknown };
  return typeof connection === 'string' ? connection : null;
}

function isLogin(body: unknown): boolean {
  return (body as { action?: unknown } | undefined)?.action === 'login';
}

function isPlan(body: unknown): boolean {
  return (body as { dryRun?: unknown } | undefined)?.dryRun === true;
}
