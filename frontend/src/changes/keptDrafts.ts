import { BrowserStore, isObject, restored } from '../common/models/browserStore';
import { Model } from '../common/models/model';

/** Drafts that are kept: those that were changed last. */
const MAX_DRAFTS = 10;

/** An entity of a connection. */
export interface Target {
  connection: string;
  permId: string;
}

/** Keep the target of a form, and its drafts as a list. */
export interface KeptStores {
  target: BrowserStore;
  drafts: BrowserStore;
}

/** The target of a form, and a draft for each target, kept through a reload of the page until it is sent or discarded. */
export abstract class KeptDrafts<T extends Target, D extends object> extends Model {
  target: T | null = null;
  private drafts: ReadonlyArray<{ key: string; draft: D }> = [];

  /**
   * @param stores Keep target and drafts through a reload.
   * @param empty An empty draft.
   * @param isTarget Whether a stored value is a target.
   */
  constructor(
    private readonly stores: KeptStores,
    private readonly empty: Readonly<D>,
    isTarget: (kept: Record<string, unknown>) => boolean
  ) {
    super();
    const target = stores.target.read();
    if (isObject(target) && isTarget(target)) {
      this.target = target as unknown as T;
    }
    const drafts = stores.drafts.read();
    this.drafts = (Array.isArray(drafts) ? drafts.filter(isObject) : [])
      .filter(each => typeof each.key === 'string')
      .map(each => ({ key: String(each.key), draft: restored(each.draft, empty) }));
  }

  /** The draft of the target. Drafts are immutable: the same object means that nothing was entered since. */
  get draft(): D {
    return this.drafts.find(each => each.key === this.key)?.draft ?? this.empty;
  }

  begin(target: T): void {
    this.target = target;
    this.save();
  }

  change(changes: Partial<D>): void {
    const { key, draft } = this;
    this.drafts = [...this.others, { key, draft: { ...draft, ...changes } }].slice(-MAX_DRAFTS);
    this.save();
  }

  /** Forget what was entered for the target. */
  discard(): void {
    this.drafts = this.others;
    this.save();
  }

  private get key(): string {
    return JSON.stringify([this.target?.connection, this.target?.permId]);
  }

  private get others(): ReadonlyArray<{ key: string; draft: D }> {
    return this.drafts.filter(each => each.key !== this.key);
  }

  private save(): void {
    this.stores.target.write(this.target);
    this.stores.drafts.writeLast(this.drafts);
    this.emitChanged();
  }
}

/** Whether values of a stored target are texts. */
export function areTexts(kept: Record<string, unknown>, ...names: string[]): boolean {
  return names.every(name => typeof kept[name] === 'string');
}
