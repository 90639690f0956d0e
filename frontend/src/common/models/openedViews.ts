import { ISignal, Signal } from '@lumino/signaling';

import { BrowserStore } from './browserStore';

/** What is shown outside the panel, in tabs of the main area. It is shown again after a reload of the page. */
export abstract class OpenedViews<T> {
  private readonly _requested = new Signal<this, T>(this);
  private items: T[] = [];

  constructor(private readonly store: BrowserStore) {}

  /** Emitted when an item is to be shown. */
  get requested(): ISignal<this, T> {
    return this._requested;
  }

  /** Identifies an item. */
  abstract keyOf(item: T): string;

  /** Show the items that were shown before the page was reloaded. */
  restore(): void {
    const stored = this.store.read();
    (Array.isArray(stored) ? stored : [])
      .filter(each => this.isItem(each))
      .forEach(each => this.request(each));
  }

  /** Remember what a view shows; null: it was closed. */
  remember(before: T | null, now: T | null): void {
    const others = this.items.filter(each => before === null || this.keyOf(each) !== this.keyOf(before));
    this.items = [...others, ...(now === null ? [] : [now])];
    this.store.write(this.items);
  }

  /** Show an item: in a tab of the main area, or in a dialog. */
  protected request(item: T): void {
    this._requested.emit(item);
  }

  /** Whether a stored value is an item. */
  protected abstract isItem(value: unknown): value is T;
}
