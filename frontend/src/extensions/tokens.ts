import { Token } from '@lumino/coreutils';
import { ISignal } from '@lumino/signaling';

/** The panel for other extensions: `import { IOpenbis } from 'jupyter-openbis'`. See docs/developers/extensions.md. */
export interface IOpenbis {
  /** The connection that the panel uses; null if there is none, or the server has not answered yet. */
  readonly connection: IOpenbisConnection | null;

  /** Emitted when `connection` or its login may have changed. */
  readonly connectionChanged: ISignal<IOpenbis, void>;

  /**
   * Show the panel with the details of an entity or data set. Nothing in openBIS is changed.
   *
   * The promise is rejected with an `Error`, whose message is for users, if there is no such connection or it is not logged
   * in. Whether the entity exists is shown in the panel.
   */
  open(entity: IOpenbisEntity): Promise<void>;

  /**
   * Add a code cell below the active one of the current notebook; it is not run.
   *
   * @returns Path of the notebook; null if no notebook is open.
   */
  insertCode(code: string): string | null;
}

/** A connection to an openBIS server. It has no credentials. */
export interface IOpenbisConnection {
  /** Its name, for `connect(name)` in Python and for `openbis://` paths. */
  readonly name: string;
  /** Address of the openBIS server. */
  readonly url: string;
  /** The openBIS user; null if not known. */
  readonly username: string | null;
  readonly isLoggedIn: boolean;
}

/** An entity or data set. */
export interface IOpenbisEntity {
  /** `sample` is an object of the ELN, `experiment` a collection. */
  readonly kind: 'space' | 'project' | 'experiment' | 'sample' | 'dataSet';
  /** Its permId; of a space, its code. */
  readonly permId: string;
  /** Name of the connection; by default, the one that the panel uses. */
  readonly connection?: string;
}

export const IOpenbis = new Token<IOpenbis>(
  'jupyter-openbis:IOpenbis',
  'openBIS panel: its connection, details of entities, code for notebooks.'
);
