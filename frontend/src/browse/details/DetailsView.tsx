import React from 'react';

import { Details, Reference } from '../../api';
import { titleOfDetails } from '../../state/things';
import { Icon } from '../common/Icon';
import { Problem } from '../common/Problem';
import { useLoaded } from '../common/useLoaded';
import { useServices } from '../services';
import { About } from './About';
import { Contents } from './Contents';
import { DetailsButtons } from './DetailsButtons';
import { FileSection } from './FileSection';
import { KIND_PATHS, kindName } from './kinds';
import { Properties } from './Properties';
import { Relations } from './Relations';

interface Props {
  connection: string;
  thing: Reference;
}

/** All that openBIS knows of one thing. */
export function DetailsView({ connection, thing }: Props): JSX.Element {
  const { trans, api, browsing } = useServices();
  const key = [connection, thing.kind, thing.permId].join('\n');
  const { value, error, retry } = useLoaded(key, signal => api.browsing.details(connection, thing, signal));
  return (
    <article aria-labelledby="jp-openbis-details-title" aria-busy={!value && !error}>
      <button type="button" className="jp-openbis-back" onClick={() => browsing.back()}>
        {trans.__('Back')}
      </button>
      <h3 id="jp-openbis-details-title" tabIndex={-1} data-openbis-title className="jp-openbis-details-title">
        <Icon path={KIND_PATHS[thing.kind]} />
        {value ? titleOfDetails(value) : thing.permId}
      </h3>
      <Problem error={error} retry={retry} />
      {!value && !error && <p role="status">{trans.__('Loading…')}</p>}
      {value && <Body connection={connection} details={value} />}
    </article>
  );
}

function Body({ connection, details }: { connection: string; details: Details }): JSX.Element {
  const { trans } = useServices();
  const { kind, type, dataSet } = details;
  return (
    <>
      <p className="jp-openbis-description">{[kindName(kind, trans), type].filter(Boolean).join(' · ')}</p>
      <DetailsButtons connection={connection} details={details} />
      {details.hasAfsFiles && (
        <p className="jp-openbis-warning">
          {trans.__(
            'There are files in openBIS’s file server (AFS), which are not shown here. Open them in openBIS.'
          )}
        </p>
      )}
      <Properties properties={details.properties} />
      {dataSet ? (
        <FileSection connection={connection} dataSet={dataSet} />
      ) : (
        <Contents connection={connection} place={details} />
      )}
      <Relations details={details} />
      <About details={details} />
    </>
  );
}
