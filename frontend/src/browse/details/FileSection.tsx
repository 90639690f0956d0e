import React, { useEffect, useMemo, useState } from 'react';

import { DataSet, FileRow } from '../../api';
import { FileTotals, fileTree } from '../../state/fileTree';
import { useModels } from '../../state/model';
import { size } from '../common/amounts';
import { Icon } from '../common/Icon';
import { Tree } from '../common/Tree';
import { useServices } from '../services';
import { chosenOf } from './chosen';
import { Section } from './Section';

const FOLDER = 'M1.5 3h4.7l1.5 1.5h6.8V13h-13z';
const FILE = 'M3.5 1.5h6L13 5v9.5H3.5zM9 2.5v3h3z';

/** The files of a data set: a click shows a file, a tick chooses it for a download. */
export function FileSection({ connection, dataSet }: { connection: string; dataSet: DataSet }): JSX.Element {
  const { trans, api, settings, selection, browsing } = useServices();
  const { permId } = dataSet;
  const [totals, setTotals] = useState<FileTotals | null>(null);
  const tree = useMemo(
    () => fileTree(api.browsing, connection, permId, () => settings.pageSize, setTotals),
    [api, connection, permId, settings]
  );
  useEffect(() => () => tree.dispose(), [tree]);
  useModels(selection, browsing);
  const note = totals && trans._n('%1 file, %2', '%1 files, %2', totals.files, size(totals.bytes));
  return (
    <Section title={trans.__('Files')} note={note}>
      <Tree
        tree={tree}
        label={trans.__('Files')}
        nameOf={({ name }) => name}
        labelOf={({ name, size: bytes }) => `${name}, ${size(bytes)}`}
        Draw={FileItem}
        moreLabel={({ nodes, total }) => trans.__('Load more (%1 of %2)', nodes.length, total ?? 0)}
        emptyLabel={level => (level === 1 ? trans.__('This data set has no files.') : trans.__('Empty'))}
        canChoose={({ isFolder }) => !isFolder}
        chosen={browsing.file}
        onChoose={({ path }) => browsing.preview(path)}
        checked={({ path }) => selection.isFileChecked(connection, permId, path)}
        onCheck={({ path }) => selection.toggleFile(chosenOf(connection, dataSet), path)}
        isLocked={({ path }) => selection.isFileCovered(connection, permId, path)}
        boxesEverywhere
      />
    </Section>
  );
}

function FileItem({ item }: { item: FileRow }): JSX.Element {
  return (
    <>
      <Icon path={item.isFolder ? FOLDER : FILE} />
      <span className="jp-openbis-ellipsis jp-openbis-file-name" title={item.path}>
        {item.name}
      </span>
      <small>{size(item.size)}</small>
    </>
  );
}
