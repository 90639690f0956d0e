import { BrowserStore, isObject } from './browserStore';
import { Model } from './model';

/** A sample or experiment that was used. */
export interface RecentOwner {
  /** Identifier or permId, as it is entered. */
  identifier: string;
  /** Its name; empty if it is unknown. */
  name: string;
  /** Its kind; empty if it is unknown. */
  kind: string;
}

interface Recent {
  owners: RecentOwner[];
  /** Codes of types, by kind of entity. */
  types: Record<string, string[]>;
}

/** Choices that are kept for each connection and kind. */
const MAX_RECENT = 5;
const MAX_CONNECTIONS = 20;

/** Samples, experiments and types that were used last, by connection, in all windows. Forms offer them first. */
export class RecentChoices extends Model {
  /** What is known of owners that were chosen in this window, by identifier. */
  private readonly known = new Map<string, RecentOwner>();

  /** @param store Keeps the choices; windows share it. */
  constructor(private readonly store: BrowserStore) {
    super();
  }

  /** The last samples and experiments, the last one first. */
  owners(connection: string): ReadonlyArray<RecentOwner> {
    return this.of(connection).owners;
  }

  /** Codes of the last types of a kind, the last one first. */
  types(connection: string, kind: string): ReadonlyArray<string> {
    return this.of(connection).types[kind] ?? [];
  }

  /** Remember name and kind of an owner, for its use. */
  know(owner: RecentOwner): void {
    this.known.set(owner.identifier, owner);
  }

  useOwner(connection: string, identifier: string): void {
    const recent = this.of(connection);
    const before = recent.owners.find(each => each.identifier === identifier);
    const owner = this.known.get(identifier) ?? before ?? { identifier, name: '', kind: '' };
    const others = recent.owners.filter(each => each.identifier !== identifier);
    this.save(connection, { ...recent, owners: [owner, ...others].slice(0, MAX_RECENT) });
  }

  useType(connection: string, kind: string, code: string): void {
    const recent = this.of(connection);
    const codes = [code, ...(recent.types[kind] ?? []).filter(each => each !== code)].slice(0, MAX_RECENT);
    this.save(connection, { ...recent, types: { ...recent.types, [kind]: codes } });
  }

  private of(connection: string): Recent {
    const kept = Object.entries(this.all()).find(([name]) => name === connection)?.[1];
    const owners = isObject(kept) && Array.isArray(kept.owners) ? kept.owners.filter(isOwner) : [];
    const types = isObject(kept) && isObject(kept.types) ? Object.entries(kept.types) : [];
    return { owners, types: Object.fromEntries(types.map(([kind, codes]) => [kind, textsIn(codes)])) };
  }

  private all(): Record<string, unknown> {
    const kept = this.store.read();
    return isObject(kept) ? kept : {};
  }

  private save(connection: string, recent: Recent): void {
    const others = Object.entries(this.all()).filter(([name]) => name !== connection);
    this.store.write(Object.fromEntries([...others, [connection, recent]].slice(-MAX_CONNECTIONS)));
    this.emitChanged();
  }
}

function isOwner(value: unknown): value is RecentOwner {
  return (
    isObject(value) && [value.identifier, value.name, value.kind].every(each => typeof each === 'string')
  );
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
