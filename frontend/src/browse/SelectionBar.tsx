import React from 'react';

import { useModels } from '../../state/model';
import { size } from '../common/amounts';
import { useServices } from '../services';

/** What is ticked, and what can be done with it: files of the data set that is shown, else data sets. */
export function ChosenBar({
  connection,
  permId
}: {
  connection: string;
  permId: string | null;
}): JSX.Element {
  const { selection } = useServices();
  useModels(selection);
  const { checkedFiles } = selection;
  const of = checkedFiles?.dataSet;
  const isShown = of?.connection === connection && of.permId === permId;
  return checkedFiles && isShown ? <FilesBar paths={checkedFiles.paths} /> : <DataSetsBar />;
}

function DataSetsBar(): JSX.Element {
  const { trans, selection, navigation } = useServices();
  const { checked } = selection;
  const bytes = checked.reduce((sum, each) => sum + (each.size ?? 0), 0);
  const text = trans._n('%1 data set chosen', '%1 data sets chosen', checked.length);
  return (
    <Bar
      isShown={checked.length > 0}
      text={bytes ? `${text} (${size(bytes)})` : text}
      names={checked.map(each => each.name)}
      onDownload={() => {
        selection.downloadChecked();
        navigation.begin('download');
      }}
      onClear={() => selection.clear()}
    />
  );
}

function FilesBar({ paths }: { paths: ReadonlyArray<string> }): JSX.Element {
  const { trans, selection, navigation } = useServices();
  return (
    <Bar
      isShown
      text={trans._n('%1 file or folder chosen', '%1 files or folders chosen', paths.length)}
      names={paths}
      onDownload={() => {
        selection.downloadCheckedFiles();
        navigation.begin('download');
      }}
      onClear={() => selection.clearFiles()}
    />
  );
}

interface BarProps {
  isShown: boolean;
  text: string;
  names: ReadonlyArray<string>;
  onDownload: () => void;
  onClear: () => void;
}

function Bar({ isShown, text, names, onDownload, onClear }: BarProps): JSX.Element {
  const { trans } = useServices();
  return (
    <div className="jp-openbis-bar" hidden={!isShown}>
      <span role="status" title={names.join('\n')}>
        {isShown && text}
      </span>
      <button type="button" className="jp-openbis-button jp-mod-styled jp-mod-accept" onClick={onDownload}>
        {trans.__('Download…')}
      </button>
      <button type="button" className="jp-openbis-button jp-mod-styled" onClick={onClear}>
        {trans.__('Clear')}
      </button>
    </div>
  );
}
