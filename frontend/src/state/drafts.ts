import { Host } from '../host/host';
import { ConnectionsModel } from './connections';
import { Model } from './model';

/** For which connection, and about which notebook, something is typed. Each is empty when there is none. */
export interface Place {
  connection: string;
  notebook: string;
}

/**
 * What is typed into a form, kept until it is sent or discarded: one draft for each connection and notebook. Drafts are
 * never changed in place, so a draft is the same object only as long as nothing was typed.
 */
export class Drafts<T extends object> extends Model {
  private readonly kept = new Map<string, T>();

  constructor(
    private readonly connections: ConnectionsModel,
    private readonly host: Host,
    private readonly empty: Readonly<T>
  ) {
    super();
    connections.changed.connect(() => this.tell());
    host.changed.connect(() => this.tell());
  }

  /** Where the user is: another connection or another notebook in front has another draft. */
  get place(): Place {
    return {
      connection: this.connections.current?.name ?? '',
      notebook: this.host.notebook?.path ?? ''
    };
  }

  get draft(): T {
    return this.at(this.place);
  }

  /** The draft of a place; a new one begins with what was typed while no connection was known. */
  at(place: Place): T {
    return (
      this.kept.get(JSON.stringify(place)) ??
      this.kept.get(JSON.stringify({ ...place, connection: '' })) ??
      this.empty
    );
  }

  change(changes: Partial<T>, place: Place = this.place): void {
    this.kept.set(JSON.stringify(place), { ...this.at(place), ...changes });
    this.tell();
  }

  discard(place: Place = this.place): void {
    this.kept.delete(JSON.stringify(place));
    this.kept.delete(JSON.stringify({ ...place, connection: '' }));
    this.tell();
  }
}
