import React, { useMemo } from 'react';

import { Details, Reference } from '../../api';
import { useServices } from '../../app/services';
import { useLoaded } from '../../common/hooks/useLoaded';
import { Icon } from '../../common/Icon';
import { Problem } from '../../common/Problem';
import { titleOfDetails } from '../entities/entityItem';
import { KIND_PATHS, kindName } from '../entities/kinds';
import { placeOf } from '../files/filePlaces';
import { FileSection } from '../files/FileSection';
import { Contents } from './Contents';
import { DetailsButtons } from './DetailsButtons';
import { MetadataSection } from './MetadataSection';
import { Properties } from './Properties';
import { Relations } from './Relations';

interface Props {
  connection: string;
  reference: Reference;
}

/** Details of one entity or data set. */
export function DetailsView({ connection, reference }: Props): JSX.Element {
  const { trans, api, browsing } = useServices();
  const key = [connection, reference.kind, reference.permId].join('\n');
  const { value, error, retry } = useLoaded(key, signal =>
    api.browsing.details(connection, reference, signal)
  );
  return (
    <article aria-labelledby="jp-openbis-details-title" aria-busy={!value && !error}>
      <button type="button" className="jp-openbis-back" onClick={() => browsing.back()}>
        {trans.__('Back')}
      </button>
      <h3 id="jp-openbis-details-title" tabIndex={-1} data-openbis-title className="jp-openbis-details-title">
        <Icon path={KIND_PATHS[reference.kind]} />
        {value ? titleOfDetails(value) : reference.permId}
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
  const place = useMemo(() => placeOf(connection, details), [connection, details]);
  return (
    <>
      <p className="jp-openbis-description">{[kindName(kind, trans), type].filter(Boolean).join(' · ')}</p>
      <DetailsButtons connection={connection} details={details} />
      <Properties properties={details.properties} />
      {!dataSet && <Contents connection={connection} root={details} />}
      {place && <FileSection place={place} />}
      <Relations details={details} />
      <MetadataSection details={details} />
    </>
  );
}
