import React from 'react';

import { useServices } from '../../app/services';
import { InsertCode } from '../../notebook/code/InsertCode';
import { FilePlace } from '../../transfers/download/filePlace';
import { FileTreeModel } from './fileTree';

interface Props {
  place: FilePlace;
  tree: FileTreeModel;
}

/** Buttons for the files of a sample or experiment. */
export function FileActions({ place, tree }: Props): JSX.Element | null {
  return tree.totals?.files ? <ReadingButtons place={place} /> : null;
}

function ReadingButtons({ place }: { place: FilePlace }): JSX.Element {
  const { trans, selection, navigation } = useServices();
  const { connection, permId } = place;
  const download = () => {
    selection.download([place]);
    navigation.startTask('download');
  };
  return (
    <InsertCode target={{ connection, permId, isOfOwner: true }}>
      <button type="button" className="jp-openbis-button jp-mod-styled" onClick={download}>
        {trans.__('Download all…')}
      </button>
    </InsertCode>
  );
}
