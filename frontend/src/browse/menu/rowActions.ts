import { TranslationBundle } from '@jupyterlab/translation';

import { ApiError, BrowsingApi, Details, LineageSubject, MAX_ROWS, OWNER_KINDS } from '../../api';
import { errorMessage } from '../../common/messages/errors';
import { ConnectionsModel } from '../../connections/connections';
import { readOnlyReason } from '../../connections/readOnly';
import { Host } from '../../host/host';
import { FilePlace } from '../../transfers/download/filePlace';
import { SelectionModel } from '../../transfers/download/selection';
import { ViewerModel } from '../../viewer/viewer';
import { BrowsingModel } from '../browsing';
import { entityItems } from '../entities/entityItem';
import { placeOf, placeOfDataSet } from '../files/filePlaces';
import { PlacesModel } from '../places/places';
import { CodeActions } from './codeActions';
import { EntityTarget, isFile, RowAction, RowTarget } from './rowTarget';

/** The services that the actions use. */
export interface RowServices {
  api: { browsing: BrowsingApi };
  host: Host;
  trans: TranslationBundle;
  connections: ConnectionsModel;
  browsing: BrowsingModel;
  selection: SelectionModel;
  places: PlacesModel;
  viewer: ViewerModel;
  lineages: { open(connection: string, subject: LineageSubject, name: string): void };
  navigation: {
    showTab(tab: 'browse'): void;
    startTask(task: 'download' | 'upload' | 'uploadFiles' | 'sync'): void;
  };
  uploads: { begin(owner: string, files?: ReadonlyArray<string>): void };
  fileUploads: { begin(place: FilePlace, folder: string, files?: ReadonlyArray<string>): void };
  syncDraft: { beginFor(owner: string, folder: string): void };
}

/** The actions of the menu of rows. An error is shown as a notification: the row has no place for it. */
export class RowActions {
  /** All actions; `schema/commands.json` has their order. */
  readonly all: ReadonlyArray<RowAction>;
  readonly code: CodeActions;
  /** Connections to openBIS instances that have no file server, as far as it is known. */
  private readonly withoutFileServer = new Set<string>();

  constructor(private readonly services: RowServices) {
    this.code = new CodeActions(services);
    const { trans, connections } = services;
    const readOnly = () => readOnlyReason(connections, trans);
    this.all = [
      {
        id: 'open',
        label: () => trans.__('Open'),
        isVisible: canOpen,
        run: target => this.open(target)
      },
      ofEntity('open-in-openbis', trans.__('Open in openBIS'), target => this.openInOpenbis(target)),
      {
        ...ofEntity('lineage', trans.__('Show lineage'), target => this.showLineage(target)),
        isVisible: hasLineage
      },
      {
        id: 'download',
        label: () => trans.__('Download…'),
        isVisible: hasFiles,
        run: target => this.download(target)
      },
      {
        id: 'upload',
        label: () => trans.__('Upload here…'),
        isVisible: isOwner,
        disabledReason: readOnly,
        run: target => (isFile(target) ? undefined : this.upload(target))
      },
      {
        id: 'sync',
        label: () => trans.__('Keep a folder in openBIS…'),
        isVisible: target => isOwner(target) && !this.withoutFileServer.has(connectionOf(target)),
        run: target => (isFile(target) ? undefined : this.synchronise(target))
      },
      {
        ...ofEntity('select-data-sets', trans.__('Select all data sets in it'), each =>
          this.selectDataSets(each)
        ),
        isVisible: isOwner
      },
      ...this.code.all,
      {
        ...ofEntity('copy-identifier', trans.__('Copy identifier'), ({ identifier }) =>
          this.copy(identifier ?? '')
        ),
        isVisible: target => !isFile(target) && target.identifier !== null
      },
      ofEntity('copy-permid', trans.__('Copy permId'), ({ permId }) => this.copy(permId)),
      ofEntity('copy-link', trans.__('Copy link'), target => this.copyLink(target)),
      {
        ...ofEntity('favourite', '', target => this.toggleFavourite(target)),
        label: target =>
          target && this.isFavourite(target)
            ? trans.__('Remove from favourites')
            : trans.__('Add to favourites')
      },
      ofFile('rename', trans.__('Rename…'), 'rename', readOnly),
      ofFile('delete', trans.__('Delete…'), 'remove', readOnly)
    ];
  }

  /** Run an action. */
  async run(action: RowAction, target: RowTarget): Promise<void> {
    await this.attempt(async () => action.run(target));
  }

  /** Open the form that uploads to a sample or experiment: files of its own where openBIS has a file server, else a data set. */
  async upload(target: EntityTarget, files: ReadonlyArray<string> = []): Promise<void> {
    await this.attempt(async () => {
      const { uploads, fileUploads, navigation } = this.services;
      const details = await this.details(target);
      const place = placeOf(target.connection, details);
      if (place) {
        fileUploads.begin(place, '', files);
        navigation.startTask('uploadFiles');
      } else {
        uploads.begin(details.identifier ?? target.permId, files);
        navigation.startTask('upload');
      }
    });
  }

  /** Open the form that synchronises the folder of the file browser with a sample or experiment. */
  private async synchronise(target: EntityTarget): Promise<void> {
    const { host, trans, syncDraft, navigation } = this.services;
    const details = await this.details(target);
    if (placeOf(target.connection, details)) {
      syncDraft.beginFor(details.identifier ?? target.permId, host.selectedFolder ?? host.folder);
      navigation.startTask('sync');
    } else {
      this.withoutFileServer.add(target.connection);
      host.notify(
        trans.__(
          'This openBIS has no file server, which openBIS 7 has: files cannot be stored with %1 itself. Upload them as a data set.',
          target.name
        ),
        'info'
      );
    }
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    const { host, trans } = this.services;
    try {
      await work();
    } catch (problem) {
      host.notify(errorMessage(ApiError.from(problem), trans), 'error');
    }
  }

  private open(target: RowTarget): void {
    const { browsing, navigation, viewer } = this.services;
    if (isFile(target)) {
      viewer.open(target.place, target.path);
    } else {
      browsing.showDetails({ kind: target.what, permId: target.permId });
      navigation.showTab('browse');
    }
  }

  private showLineage({ connection, what: kind, permId, name }: EntityTarget): void {
    if (kind === 'sample' || kind === 'dataSet') {
      this.services.lineages.open(connection, { kind, permId }, name);
    }
  }

  private async openInOpenbis(target: EntityTarget): Promise<void> {
    const url = await this.link(target);
    if (url) {
      this.services.host.open(url);
    }
  }

  private async copyLink(target: EntityTarget): Promise<void> {
    const url = await this.link(target);
    if (url) {
      await this.copy(url);
    }
  }

  /** Return the URL of an entity's page in openBIS; rows do not have it. Null, with a notification, if there is none. */
  private async link(target: EntityTarget): Promise<string | null> {
    const { host, trans } = this.services;
    const { elnUrl } = await this.details(target);
    if (!elnUrl) {
      host.notify(trans.__('%1 has no page in openBIS.', target.name), 'info');
    }
    return elnUrl || null;
  }

  private isFavourite(target: RowTarget): boolean {
    const { places } = this.services;
    return (
      !isFile(target) && places.isFavourite(target.connection, { kind: target.what, permId: target.permId })
    );
  }

  private async toggleFavourite({
    what,
    connection,
    permId,
    name,
    identifier,
    type
  }: EntityTarget): Promise<void> {
    const { places } = this.services;
    await places.toggleFavourite(connection, { kind: what, permId, name, identifier, type });
  }

  private download(target: RowTarget): void {
    const { selection, navigation } = this.services;
    if (isFile(target)) {
      selection.download([target.place], [target.path]);
    } else {
      const { connection, permId, name, size } = target;
      selection.download([{ connection, permId, name, size }]);
    }
    navigation.startTask('download');
  }

  /** Select the data sets of a sample or experiment, at any depth; of very many, the newest, if the user agrees. */
  private async selectDataSets({ connection, permId, name }: EntityTarget): Promise<void> {
    const { api, host, trans, selection } = this.services;
    const request = { kind: 'dataSet' as const, text: '', owner: permId };
    const rows = await api.browsing.search(connection, request, { start: 0, count: MAX_ROWS });
    const places = entityItems(rows).flatMap(each => each.dataSet ?? []);
    if (!places.length) {
      host.notify(trans.__('%1 has no data sets.', name), 'info');
    } else if (
      places.length >= rows.totalCount ||
      (await this.agrees(name, places.length, rows.totalCount))
    ) {
      selection.setChecked(
        places.map(each => placeOfDataSet(connection, each)),
        true
      );
    }
  }

  private async agrees(name: string, selected: number, total: number): Promise<boolean> {
    const { host, trans } = this.services;
    const choice = await host.ask({
      title: trans.__('Many data sets'),
      text: trans.__(
        '%1 has %2 data sets. Only the newest %3 can be selected at once.',
        name,
        total,
        selected
      ),
      cancel: trans.__('Cancel'),
      choices: [{ label: trans.__('Select %1', selected), value: 'select' }]
    });
    return choice === 'select';
  }

  private copy(text: string): Promise<void> {
    return this.services.host.copy(text);
  }

  private details({ connection, what, permId }: EntityTarget): Promise<Details> {
    return this.services.api.browsing.details(connection, { kind: what, permId });
  }
}

/** An action of all entities and data sets. */
function ofEntity(id: string, label: string, run: (target: EntityTarget) => Promise<void> | void): RowAction {
  return {
    id,
    label: () => label,
    isVisible: target => !isFile(target),
    run: target => (isFile(target) ? undefined : run(target))
  };
}

/** An action of files that can be changed. */
function ofFile(
  id: string,
  label: string,
  name: 'rename' | 'remove',
  disabledReason: () => string | null
): RowAction {
  return {
    id,
    label: () => label,
    isVisible: target => isFile(target) && target[name] !== undefined,
    disabledReason,
    run: target => (isFile(target) ? target[name]?.() : undefined)
  };
}

function canOpen(target: RowTarget): boolean {
  return isFile(target) ? target.what === 'file' : !target.isShown;
}

function hasFiles({ what }: RowTarget): boolean {
  return what === 'dataSet' || what === 'file' || what === 'folder';
}

function hasLineage({ what }: RowTarget): boolean {
  return what === 'sample' || what === 'dataSet';
}

function connectionOf(target: RowTarget): string {
  return isFile(target) ? target.place.connection : target.connection;
}

function isOwner(target: RowTarget): boolean {
  return !isFile(target) && OWNER_KINDS.includes(target.what);
}
