import { DataSetType, Job, PropertyValue, PublishRequest } from '../api';
import { Host, Notebook } from '../host/host';
import { historyIdOf, recordHistoryId } from '../notebook/provenance';
import { ParentsDraft } from '../upload/parents';
import { propsOf } from '../upload/properties';
import { newKey } from './keys';
import { ConnectionsModel } from './connections';
import { BrowserStore } from './browserStore';
import { Draft, Drafts, Place } from './drafts';
import { Renames } from './renames';
import { Sendings } from './sendings';
import { TransfersModel } from './transfers';

/** The type that openBIS's ELN publishes notebooks as. */
export const NOTEBOOK_TYPE = 'ANALYSIS_NOTEBOOK';

/** Properties that the form asks for, or fills in, by itself. */
export const OWN_PROPERTIES = ['$NAME', 'NOTES', '$HISTORY_ID'];

/** A publication as far as the user has described it. */
export interface PublicationDraft extends Draft, ParentsDraft {
  /** Null: the name of the notebook's file. */
  name: string | null;
  notes: string;
  owner: string;
  /** Files and folders besides the notebook, relative to Jupyter's root folder. */
  files: ReadonlyArray<string>;
  /** Whether the kernel is asked for its packages first. */
  withEnvironment: boolean;
  /** Code of the data set type, where openBIS has none for notebooks. */
  type: string;
  props: Readonly<Record<string, PropertyValue>>;
}

const EMPTY: PublicationDraft = {
  name: null,
  notes: '',
  owner: '',
  files: [],
  withEnvironment: true,
  type: '',
  unwantedParents: [],
  moreParents: [],
  props: {}
};

/** What the user is about to publish, for each connection and notebook, and what became of it. */
export class PublicationsModel extends Drafts<PublicationDraft> {
  readonly sendings: Sendings<PublicationDraft>;

  /**
   * @param stores Where drafts and sendings outlive a reload.
   * @param onBegun Told of each job that begins.
   */
  constructor(
    connections: ConnectionsModel,
    host: Host,
    transfers: TransfersModel,
    renames: Renames,
    stores: { drafts: BrowserStore; sendings: BrowserStore },
    onBegun: (job: Job, place: Place) => void
  ) {
    super(connections, host, EMPTY, renames, stores.drafts);
    this.sendings = new Sendings(this, transfers, renames, stores.sendings, onBegun, forNextVersion);
  }
}

/** The next version of a notebook mostly has the same place and name. */
function forNextVersion(draft: PublicationDraft): Partial<PublicationDraft> {
  const { name, owner, type, files, withEnvironment, unwantedParents, moreParents } = draft;
  return { name, owner, type, files, withEnvironment, unwantedParents, moreParents };
}

/** What joins the versions of a notebook. It is noted before the notebook is saved, so that the published copy has it, too. */
export function ensuredHistoryId(notebook: Notebook): string {
  const known = historyIdOf(notebook);
  if (known) {
    return known;
  }
  const made = newKey();
  recordHistoryId(notebook, made);
  return made;
}

/** The name that is proposed: that of the file. */
export function nameOfNotebook(path: string): string {
  return (path.split('/').pop() ?? '').replace(/\.ipynb$/i, '');
}

export function publishRequest(
  draft: PublicationDraft,
  place: Place,
  type: DataSetType | undefined,
  parents: string[],
  historyId: string | null
): PublishRequest {
  const props = Object.entries(propsOf(type, draft.props)).filter(([code]) => !OWN_PROPERTIES.includes(code));
  return {
    connection: place.connection,
    notebook: place.notebook,
    entityIdentifier: draft.owner,
    name: draft.name ?? nameOfNotebook(place.notebook),
    notes: draft.notes,
    parents,
    files: [...draft.files],
    type: type?.code,
    historyId,
    props: Object.fromEntries(props)
  };
}
