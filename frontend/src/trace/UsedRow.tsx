import React from 'react';

import { TracedDataSet, VerifyRequest } from '../api';
import { useServices } from '../app/services';
import { ExternalLink } from '../common/ExternalLink';
import { ErrorNote } from '../common/ErrorNote';
import { useModels } from '../common/models/model';
import { belowRoot } from '../common/paths';
import { InsertCode } from '../notebook/code/InsertCode';
import { NamedList } from '../transfers/NamedList';
import { FilePlace } from '../transfers/download/filePlace';
import { Origins } from './Origins';
import { usedStates } from './stateLabels';
import { titleOfTraced, TracedHead } from './TracedHead';

interface Props {
  connection: string;
  /** Which copy to verify. */
  request: VerifyRequest;
  traced: TracedDataSet;
  isAsked: boolean;
}

/** A data set that the notebook has used. */
export function UsedRow({ connection, request, traced, isAsked }: Props): JSX.Element {
  const { trans, connections, verifications } = useServices();
  useModels(verifications);
  const { permId, kind, copy } = traced;
  const place = { connection, permId };
  const verified = verifications.resultOf(place, copy?.downloaded ?? null);
  const path = copy?.path ? belowRoot(connections.root, copy.path) : null;
  return (
    <li className="jp-openbis-traced" aria-label={titleOfTraced(traced)}>
      <TracedHead traced={traced} states={usedStates(traced, verified, trans)} isAsked={isAsked} />
      {copy?.path && <small title={copy.path}>{trans.__('in %1', path ?? copy.path)}</small>}
      {verified && <NamedList all={verified.wrongFiles.map(words => ({ words }))} />}
      <ErrorNote error={verifications.errorOf(place)} />
      <InsertCode target={{ ...place, isOfOwner: kind !== 'dataSet' }}>
        <UsedButtons {...{ connection, request, traced }} />
      </InsertCode>
      {traced.dataSet && kind === 'dataSet' && <Origins connection={connection} permId={permId} />}
    </li>
  );
}

function UsedButtons({ connection, request, traced }: Omit<Props, 'isAsked'>): JSX.Element {
  const { trans, verifications, selection, navigation } = useServices();
  const { permId, copy, dataSet, elnUrl } = traced;
  const place = { connection, permId };
  const isRunning = verifications.isRunning(place);
  const download = () => {
    selection.download([placeOfTraced(connection, traced)]);
    navigation.startTask('download');
  };
  const isPresent = copy?.state === 'present';
  const isOutdated = !!traced.changedFiles;
  return (
    <>
      {copy?.path && (
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          onClick={() =>
            isRunning ? verifications.cancel(place) : void verifications.verify(place, request)
          }
        >
          {isRunning ? trans.__('Stop verifying') : trans.__('Verify')}
        </button>
      )}
      {copy && dataSet && (!isPresent || isOutdated) && (
        <button type="button" className="jp-openbis-button jp-mod-styled" onClick={download}>
          {trans.__('Download again…')}
        </button>
      )}
      {elnUrl && <ExternalLink url={elnUrl}>{trans.__('Open in openBIS')}</ExternalLink>}
    </>
  );
}

function placeOfTraced(connection: string, traced: TracedDataSet): FilePlace {
  const { permId, kind, identifier, dataSet } = traced;
  const size = dataSet?.size ?? null;
  const place = { connection, permId, name: titleOfTraced(traced), size };
  return kind === 'dataSet' ? place : { ...place, owner: identifier };
}
