import React, { useMemo } from 'react';

import { Details, READABLE_STATUSES, Reference } from '../../api';
import { useServices } from '../../app/services';
import { useLoaded } from '../../common/hooks/useLoaded';
import { Icon } from '../../common/Icon';
import { Problem } from '../../common/Problem';
import { RowMenuButton } from '../../common/tree/RowButtons';
import { codeOf, titleOfDetails } from '../entities/entityItem';
import { iconPath, KIND_TONES, kindName } from '../entities/kinds';
import { FavouriteButton } from '../places/FavouriteButton';
import { placeOf } from '../files/filePlaces';
import { FileSection } from '../files/FileSection';
import { targetOfDetails } from '../menu/rowTarget';
import { useRowMenu } from '../menu/useRowMenu';
import { ChangeButtons } from './ChangeButtons';
import { Contents } from './Contents';
import { DetailsButtons } from './DetailsButtons';
import { MetadataSection } from './MetadataSection';
import { Properties } from './Properties';
import { PublishedNotebooks } from './PublishedNotebooks';
import { Relations } from './Relations';
import { Unarchiving } from './Unarchiving';
import { VersionsSection } from './VersionList';

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
      <Title connection={connection} reference={reference} details={value} />
      <Problem error={error} retry={retry} />
      {!value && !error && <p role="status">{trans.__('Loading…')}</p>}
      {value && <Body connection={connection} details={value} reload={retry} />}
    </article>
  );
}

interface TitleProps {
  connection: string;
  reference: Reference;
  details: Details | null;
}

/** The name of the item, with its menu when it is loaded. */
function Title({ connection, reference, details }: TitleProps): JSX.Element {
  const target = details && targetOfDetails(connection, details);
  const row = useRowMenu(target);
  return (
    <div className="jp-openbis-details-head" {...row}>
      <h3 id="jp-openbis-details-title" tabIndex={-1} data-openbis-title className="jp-openbis-details-title">
        <Icon path={iconPath(reference.kind, details?.type)} tone={KIND_TONES[reference.kind]} />
        {target?.name ?? reference.permId}
      </h3>
      <FavouriteButton connection={connection} reference={reference} details={details} />
      {target && <RowMenuButton isStop />}
    </div>
  );
}

interface BodyProps {
  connection: string;
  details: Details;
  /** Load the details again. */
  reload: () => void;
}

function Body({ connection, details, reload }: BodyProps): JSX.Element {
  const { trans } = useServices();
  const { kind, type, dataSet } = details;
  const place = useMemo(() => placeOf(connection, details), [connection, details]);
  const status = dataSet?.status ?? null;
  const files = place && <FileSection place={place} />;
  const hasFiles = dataSet !== null || details.hasAfsFiles;
  const name = titleOfDetails(details);
  const code = codeOf(details);
  return (
    <>
      <p className="jp-openbis-description">
        {[kindName(kind, trans), code === name || dataSet ? null : code, type].filter(Boolean).join(' · ')}
      </p>
      {dataSet && <Unarchiving connection={connection} dataSet={dataSet} reload={reload} />}
      <DetailsButtons
        connection={connection}
        details={details}
        isArchived={status !== null && !READABLE_STATUSES.includes(status)}
      >
        <ChangeButtons connection={connection} details={details} />
      </DetailsButtons>
      <PublishedNotebooks connection={connection} details={details} />
      {hasFiles && files}
      <Properties properties={details.properties} />
      {!dataSet && <Contents connection={connection} root={details} />}
      {!hasFiles && files}
      <VersionsSection connection={connection} details={details} />
      <Relations connection={connection} details={details} />
      <MetadataSection details={details} />
    </>
  );
}
