import React from 'react';

import { Reference } from '../api';
import { useServices } from '../app/services';
import { formatSize } from '../common/messages/amounts';
import { useModels } from '../common/models/model';
import { CheckedFiles } from '../transfers/download/selection';
import { ChangeButtons } from './files/ChangeButtons';

/** The selected files of the shown place, or the selected data sets, with buttons. */
export function SelectionBar({
  connection,
  shown
}: {
  connection: string;
  /** Whose details are shown; null: none. */
  shown: Reference | null;
}): JSX.Element {
  const { selection } = useServices();
  useModels(selection);
  const files = selection.checkedFiles.find(
    ({ place }) => place.connection === connection && place.permId === shown?.permId
  );
  const others = selection.connections.filter(each => each !== connection);
  const isPrimary = shown?.kind !== 'dataSet'; // its details have a primary button
  return files ? (
    <FilesBar {...files} isPrimary={isPrimary} />
  ) : (
    <>
      {others.map(each => (
        <DataSetsBar key={each} connection={each} isOther />
      ))}
      <DataSetsBar connection={connection} isPrimary={isPrimary} />
    </>
  );
}

interface DataSetsBarProps {
  connection: string;
  isOther?: boolean;
  isPrimary?: boolean;
}

/** The selected data sets of a connection, with its name if it is not the current one. */
function DataSetsBar({ connection, isOther, isPrimary = false }: DataSetsBarProps): JSX.Element {
  const { trans, selection, navigation } = useServices();
  const checked = selection.checkedOf(connection);
  const bytes = checked.reduce((sum, each) => sum + (each.size ?? 0), 0);
  const text = isOther
    ? trans._n('%1 data set of %2 selected', '%1 data sets of %2 selected', checked.length, connection)
    : trans._n('%1 data set selected', '%1 data sets selected', checked.length);
  return (
    <Bar
      isShown={checked.length > 0}
      isPrimary={isPrimary}
      text={bytes ? `${text} (${formatSize(bytes, trans)})` : text}
      names={checked.map(each => each.name)}
      onDownload={() => {
        selection.downloadChecked(connection);
        navigation.startTask('download');
      }}
      onClear={() => selection.clear(connection)}
    />
  );
}

function FilesBar({ place, paths, isPrimary }: CheckedFiles & { isPrimary: boolean }): JSX.Element {
  const { trans, selection, navigation } = useServices();
  return (
    <Bar
      isShown
      isPrimary={isPrimary}
      text={trans._n('%1 file or folder selected', '%1 files or folders selected', paths.length)}
      names={paths}
      onDownload={() => {
        selection.download([place], paths);
        navigation.startTask('download');
      }}
      onClear={() => selection.clearFiles(place)}
    >
      <ChangeButtons place={place} paths={paths} />
    </Bar>
  );
}

interface BarProps {
  isShown: boolean;
  /** Whether Download is the primary button: a view has one. */
  isPrimary: boolean;
  text: string;
  names: ReadonlyArray<string>;
  onDownload: () => void;
  onClear: () => void;
  /** More buttons. */
  children?: React.ReactNode;
}

function Bar({ isShown, isPrimary, text, names, onDownload, onClear, children }: BarProps): JSX.Element {
  const { trans } = useServices();
  return (
    <div className="jp-openbis-bar" hidden={!isShown}>
      <span role="status" title={names.join('\n')}>
        {isShown && text}
      </span>
      <button
        type="button"
        className={`jp-openbis-button jp-mod-styled ${isPrimary ? 'jp-mod-accept' : ''}`}
        onClick={onDownload}
      >
        {trans.__('Download…')}
      </button>
      <button type="button" className="jp-openbis-button jp-mod-styled" onClick={onClear}>
        {trans.__('Clear selection')}
      </button>
      {children}
    </div>
  );
}
