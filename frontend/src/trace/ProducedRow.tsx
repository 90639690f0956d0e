import React from 'react';

import { Connection, TracedDataSet } from '../api';
import { useServices } from '../app/services';
import { ExternalLink } from '../common/ExternalLink';
import { producedStates } from './stateLabels';
import { titleOfTraced, TracedHead } from './TracedHead';

interface Props {
  connection: Connection;
  traced: TracedDataSet;
  /** Folders in the files of a sample or experiment in which the notebook was published. */
  folders: string[];
  isAsked: boolean;
}

/** A data set that was uploaded or published from the notebook, or a sample or experiment with its publications. */
export function ProducedRow({ connection, traced, folders, isAsked }: Props): JSX.Element {
  const { trans, browsing, navigation } = useServices();
  const { permId, kind, identifier, elnUrl } = traced;
  const showFolder = (folder: string) => {
    browsing.showFile(connection, { kind, permId }, folder);
    navigation.showTab('browse');
  };
  return (
    <li className="jp-openbis-traced" aria-label={titleOfTraced(traced)}>
      <TracedHead traced={traced} states={producedStates(traced, trans)} isAsked={isAsked} />
      {folders.map(folder => (
        <div key={folder}>
          {identifier ? (
            <button type="button" className="jp-openbis-link" onClick={() => showFolder(folder)}>
              {trans.__('Published in %1', folder)}
            </button>
          ) : (
            trans.__('Published in %1', folder)
          )}
        </div>
      ))}
      {elnUrl && (
        <div className="jp-openbis-buttons">
          <ExternalLink url={elnUrl}>{trans.__('Open in openBIS')}</ExternalLink>
        </div>
      )}
    </li>
  );
}
