import React from 'react';

import { useServices } from '../app/services';
import { PublishedNotebook } from './openings';

/** Shows the form that opens a published notebook with its data. */
export function OpenNotebookButton({
  target,
  isMain = false
}: {
  target: PublishedNotebook;
  /** Whether it is the primary button of the view. */
  isMain?: boolean;
}): JSX.Element {
  const { trans, openings, navigation } = useServices();
  return (
    <button
      type="button"
      className={`jp-openbis-button jp-mod-styled ${isMain ? 'jp-mod-accept' : ''}`}
      onClick={() => {
        openings.begin(target);
        navigation.startTask('openNotebook');
      }}
    >
      {trans.__('Open notebook with its data…')}
    </button>
  );
}
