import React, { useMemo } from 'react';

import { DataSet, FileRow } from '../../api';
import { useServices } from '../../app/services';
import { FileName } from '../../common/FileName';
import { Icon } from '../../common/Icon';
import { formatSize } from '../../common/messages/amounts';
import { useModels } from '../../common/models/model';
import { Tree } from '../../common/tree/Tree';
import { selectedDataSet } from '../selectedDataSet';
import { FileTreeModel } from './fileTree';
import { Section } from './Section';

const FOLDER = 'M1.5 3h4.7l1.5 1.5h6.8V13h-13z';
const FILE = 'M3.5 1.5h6L13 5v9.5H3.5zM9 2.5v3h3z';

/** The files of a data set: a click previews a file, a checkbox selects it for a download. */
export function FileSection({ connection, dataSet }: { connection: string; dataSet: DataSet }): JSX.Element {
  const { trans, api, settings, selection, browsing } = useServices();
  const { permId } = dataSet;
  const tree = useMemo(
    () =>
      browsing.innerTree(() => new FileTreeModel(api.browsing, connection, permId, () => settings.pageSize)),
    [api, browsing, connection, permId, settings]
  );
  useModels(selection, browsing, tree);
  const { totals } = tree;
  const note =
    totals && trans._n('%1 file, %2', '%1 files, %2', totals.files, formatSize(totals.bytes, trans));
  return (
    <Section title={trans.__('Files')} note={note}>
      <Tree
        tree={tree}
        label={trans.__('Files')}
        nameOf={({ name }) => name}
        labelOf={({ name, size: bytes }) => `${name}, ${formatSize(bytes, trans)}`}
        Draw={FileItem}
        moreLabel={({ nodes, total }) => trans.__('Load more (%1 of %2)', nodes.length, total ?? 0)}
        emptyLabel={level => (level === 1 ? trans.__('This data set has no files.') : trans.__('Empty'))}
        canChoose={({ isFolder }) => !isFolder}
        chosen={browsing.file}
        onChoose={({ path }) => browsing.preview(path)}
        checked={({ path }) => selection.isFileChecked(connection, permId, path)}
        onCheck={({ path }) => selection.toggleFile(selectedDataSet(connection, dataSet), path)}
        isLocked={({ path }) => selection.isFileCovered(connection, permId, path)}
        boxesEverywhere
      />
    </Section>
  );
}

function FileItem({ item }: { item: FileRow }): JSX.Element {
  const { trans } = useServices();
  return (
    <>
      <Icon path={item.isFolder ? FOLDER : FILE} />
      <FileName name={item.name} title={item.path} />
      <small>{formatSize(item.size, trans)}</small>
    </>
  );
}
