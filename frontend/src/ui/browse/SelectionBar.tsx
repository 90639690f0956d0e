import React from 'react';

import { useModels } from '../../state/model';
import { size } from '../common/amounts';
import { useServices } from '../services';

/** The data sets that are ticked in the tree and in what was found, and what can be done with them. */
export function SelectionBar(): JSX.Element {
  const { trans, selection, navigation } = useServices();
  useModels(selection);
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

/** The files that are ticked in a data set, and what can be done with them. */
export function FilesBar({ connection, permId }: { connection: string; permId: string }): JSX.Element {
  const { trans, selection, navigation } = useServices();
  useModels(selection);
  const { checkedFiles } = selection;
  const of = checkedFiles?.dataSet;
  const paths = of?.connection === connection && of.permId === permId ? (checkedFiles?.paths ?? []) : [];
  return (
    <Bar
      isShown={paths.length > 0}
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
