import { ApiError, Method, Send } from '../api';

type Answer = unknown | ((body: never, path: string) => unknown);

/** A server with the answers of tests; it records requests. An answer that is an `ApiError` is thrown. */
export class FakeServer {
  readonly asked: { method: Method; path: string; body: unknown }[] = [];
  private readonly answers: { method: Method; path: string | RegExp; answer: Answer }[] = [];

  /** Answer requests of a method whose path, with its query, is a text or matches an expression. The last one counts. */
  on(method: Method, path: string | RegExp, answer: Answer): this {
    this.answers.unshift({ method, path, answer });
    return this;
  }

  /** The bodies that came with requests of a method to a path. */
  bodies(method: Method, path: string): unknown[] {
    return this.asked.filter(each => each.method === method && each.path === path).map(each => each.body);
  }

  readonly send: Send = async <T>(method: Method, path: string, body?: unknown, signal?: AbortSignal) => {
    this.asked.push({ method, path, body });
    const found = this.answers.find(
      each =>
        each.method === method && (typeof each.path === 'string' ? each.path === path : each.path.test(path))
    );
    if (!found) {
      throw new ApiError(404, `${method} ${path} is not known to this test.`);
    }
    const answer = typeof found.answer === 'function' ? found.answer(body as never, path) : found.answer;
    const response = await Promise.race([answer, aborted(signal)]);
    if (response instanceof ApiError) {
      throw response;
    }
    return response as T;
  };
}

/** Fail when a request is aborted, as a browser does. */
function aborted(signal?: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal?.addEventListener('abort', () => reject(new ApiError(0, 'Aborted')))
  );
}
