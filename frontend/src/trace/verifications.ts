import { ApiError, TracesApi, VerifiedCopy, VerifyRequest } from '../api';
import { BrowserStore, isObject } from '../common/models/browserStore';
import { Model } from '../common/models/model';

/** Wrong files that are kept with a result. */
const MAX_WRONG_FILES = 10;

/** The result of a verification. */
export interface Verified extends Pick<VerifiedCopy, 'ok' | 'complete' | 'files' | 'wrong' | 'unverified'> {
  connection: string;
  permId: string;
  /** ISO 8601. */
  when: string;
  /** When the verified copy was downloaded: a later download makes the result obsolete. */
  downloaded: string;
  wrongFiles: string[];
}

/** The data set whose copy is verified. */
export interface VerifiedPlace {
  connection: string;
  permId: string;
}

/** Verifications of copies, running and done. They continue while other views are shown; results survive a reload. */
export class VerificationsModel extends Model {
  private results: Verified[] = [];
  private readonly running = new Map<string, AbortController>();
  private readonly errors = new Map<string, ApiError>();

  /** @param store Keeps the results through a reload. */
  constructor(
    private readonly api: TracesApi,
    private readonly store: BrowserStore
  ) {
    super();
    const kept = store.read();
    this.results = Array.isArray(kept) ? kept.filter(isVerified) : [];
  }

  /** Return the result for a copy; null if it was not verified since it was downloaded. */
  resultOf(place: VerifiedPlace, downloaded: string | null): Verified | null {
    return this.results.find(each => isSame(each, place) && each.downloaded === downloaded) ?? null;
  }

  isRunning(place: VerifiedPlace): boolean {
    return this.running.has(keyOf(place));
  }

  /** Return why the last verification failed; null if it did not. */
  errorOf(place: VerifiedPlace): ApiError | null {
    return this.errors.get(keyOf(place)) ?? null;
  }

  /** Verify a copy, unless it is being verified. */
  async verify(place: VerifiedPlace, request: VerifyRequest): Promise<void> {
    const key = keyOf(place);
    if (this.running.has(key)) {
      return;
    }
    const end = new AbortController();
    this.running.set(key, end);
    this.errors.delete(key);
    this.emitChanged();
    try {
      this.keep(place, await this.api.verify(place.connection, place.permId, request, end.signal));
    } catch (thrown) {
      if (!end.signal.aborted) {
        this.errors.set(key, ApiError.from(thrown));
      }
    } finally {
      this.running.delete(key);
      this.emitChanged();
    }
  }

  cancel(place: VerifiedPlace): void {
    this.running.get(keyOf(place))?.abort();
  }

  private keep(place: VerifiedPlace, found: VerifiedCopy): void {
    const { ok, complete, files, wrong, unverified, downloaded } = found;
    const wrongFiles = found.wrongFiles.slice(0, MAX_WRONG_FILES).map(each => each.path);
    const when = new Date().toISOString();
    const result = { ...place, ok, complete, files, wrong, unverified, downloaded, wrongFiles, when };
    this.results = [...this.results.filter(each => !isSame(each, place)), result];
    this.store.writeLast(this.results);
  }
}

function keyOf({ connection, permId }: VerifiedPlace): string {
  return JSON.stringify([connection, permId]);
}

function isSame(one: VerifiedPlace, other: VerifiedPlace): boolean {
  return keyOf(one) === keyOf(other);
}

function isVerified(kept: unknown): kept is Verified {
  return (
    isObject(kept) &&
    [kept.connection, kept.permId, kept.when, kept.downloaded].every(each => typeof each === 'string') &&
    [kept.ok, kept.complete].every(each => typeof each === 'boolean') &&
    [kept.files, kept.wrong, kept.unverified].every(each => typeof each === 'number') &&
    Array.isArray(kept.wrongFiles) &&
    kept.wrongFiles.every(each => typeof each === 'string')
  );
}
