import { TranslationBundle } from '@jupyterlab/translation';
import React, { useMemo, useRef } from 'react';

import { FileRow } from '../../api';
import { useServices } from '../../app/services';
import { FileName } from '../../common/FileName';
import { Icon } from '../../common/Icon';
import { formatSize } from '../../common/messages/amounts';
import { formatDateTime, formatDay } from '../../common/messages/format';
import { useModels } from '../../common/models/model';
import { Tree } from '../../common/tree/Tree';
import { useReadOnly } from '../../connections/useReadOnly';
import { FilePlace } from '../../transfers/download/filePlace';
import { useRowOpening } from '../../viewer/useRowOpening';
import { fileTarget } from '../menu/rowTarget';
import { useCodeDrag } from '../menu/useCodeDrag';
import { useFileMenu } from '../menu/useRowMenu';
import { Section } from '../Section';
import { FileActions } from './FileActions';
import { FileTreeModel } from './fileTree';
import { useLastChange, useWantedFile } from './useRowFocus';
import { RowChangesShown, useRowChanges } from './RowChanges';
import { useFileDrop } from './useFileDrop';
import { folderAt } from './useTargetFolder';

const FOLDER = 'M1.5 3h4.7l1.5 1.5h6.8V13h-13z';
const FILE = 'M3.5 1.5h6L13 5v9.5H3.5zM9 2.5v3h3z';

/** The files of a place: a click previews a file, a checkbox selects it for a download and for changes. */
export function FileSection({ place }: { place: FilePlace }): JSX.Element {
  const { trans, selection, browsing, fileUploads, navigation, viewer } = useServices();
  const tree = useFileTree(place);
  useModels(selection, browsing, tree);
  const { connection, permId, owner } = place;
  const canChange = useReadOnly() === null && owner !== undefined;
  const { totals } = tree;
  const area = useRef<HTMLDivElement>(null);
  const message = useLastChange(place, area);
  const changes = useRowChanges(place);
  useWantedFile(tree, area);
  useRowOpening(area, path => tree.find(path)?.item.isFolder === false, {
    isPreviewed: path => browsing.previewed?.path === path,
    open: path => viewer.open(place, path)
  });
  const drop = (paths: string[], at: Element) => {
    const path = at.closest<HTMLElement>('[role="treeitem"]')?.dataset.key;
    fileUploads.begin(place, path === undefined ? '' : folderAt(tree, path), paths);
    navigation.startTask('uploadFiles');
  };
  const isDropTarget = useFileDrop(area, canChange ? drop : null);
  const note =
    totals && trans._n('%1 file, %2', '%1 files, %2', totals.files, formatSize(totals.bytes, trans));
  const empty =
    owner === undefined ? trans.__('This data set has no files.') : trans.__('No files of its own yet.');
  return (
    <Section title={trans.__('Files')} note={note}>
      <div ref={area} data-openbis-files className={isDropTarget ? 'jp-openbis-drop' : undefined}>
        {owner !== undefined && <FileActions place={place} tree={tree} />}
        <div role="status" className="jp-openbis-spoken">
          {message}
        </div>
        <RowChangesShown place={place} changes={changes} section={area} />
        <Tree
          tree={tree}
          label={trans.__('Files')}
          nameOf={({ name }) => name}
          labelOf={file => spokenLabel(file, trans)}
          Draw={FileItem}
          moreLabel={({ nodes, total }) => trans.__('Load more (%1 of %2)', nodes.length, total ?? 0)}
          emptyLabel={level => (level === 1 ? empty : trans.__('Empty'))}
          canChoose={({ isFolder }) => !isFolder}
          chosen={browsing.previewed?.path ?? null}
          onChoose={({ path }) => browsing.preview({ place, path })}
          checked={({ path }) => selection.isFileChecked(connection, permId, path)}
          onCheck={({ path }) => selection.toggleFile(place, path)}
          isLocked={({ path }) => selection.isFileCovered(connection, permId, path)}
          onCheckAll={(files, isOn) =>
            selection.setFilesChecked(
              place,
              files.map(({ path }) => path),
              isOn
            )
          }
          menu={useFileMenu(place, changes.keys)}
          onPress={useCodeDrag<FileRow>(
            file => fileTarget(place, file),
            ({ name }) => name
          )}
          hasFilterAtTop
          boxesEverywhere
          itemKeys={changes.keys}
        />
      </div>
    </Section>
  );
}

/** The files of a place; the tree is kept until the details are closed. */
function useFileTree(place: FilePlace): FileTreeModel {
  const { api, browsing, settings } = useServices();
  const { connection, permId } = place;
  return useMemo(
    () => browsing.innerTree('files', () => new FileTreeModel(api.browsing, place, () => settings.pageSize)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- connection and permId identify the place
    [api, browsing, connection, permId, settings]
  );
}

function spokenLabel({ name, size: bytes, modified }: FileRow, trans: TranslationBundle): string {
  const facts = [name, formatSize(bytes, trans), modified && formatDateTime(modified, trans)];
  return facts.filter(Boolean).join(', ');
}

function FileItem({ item }: { item: FileRow }): JSX.Element {
  const { trans, host } = useServices();
  const { isFolder, name, path, size: bytes, modified } = item;
  const TypeIcon = host.fileIcon(name, isFolder);
  return (
    <>
      {TypeIcon ? (
        <TypeIcon tag="span" className="jp-openbis-icon" />
      ) : (
        <Icon path={isFolder ? FOLDER : FILE} />
      )}
      <FileName name={name} title={path} />
      <small>
        <bdi>{formatSize(bytes, trans)}</bdi>
      </small>
      {modified && (
        <small className="jp-openbis-file-time" title={formatDateTime(modified, trans)}>
          {formatDay(modified, trans)}
        </small>
      )}
    </>
  );
}
