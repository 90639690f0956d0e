import React from 'react';

import { useServices } from '../app/services';
import { VersionList } from '../browse/details/VersionList';
import { formatNumber } from '../common/messages/format';
import { Problem } from '../common/Problem';
import { DraftKey } from '../upload/submission/drafts';
import { PublishedVersions } from './useLastVersion';

interface Props {
  versions: PublishedVersions;
  draftKey: DraftKey;
}

/** What was published of the notebook before, and whether the form has the values of the last version. */
export function PreviousVersions({ versions, draftKey }: Props): JSX.Element {
  const { trans, publications } = useServices();
  const { dataSets, total, folders, error, retry } = versions;
  const count = total + folders.length;
  return (
    <>
      <Problem error={error} retry={retry} />
      {count > 0 && (
        <details className="jp-openbis-previous">
          <summary>
            {trans._n('%2 earlier version', '%2 earlier versions', count, formatNumber(count, trans))}
          </summary>
          <VersionList versions={dataSets} />
          {folders.length > 0 && (
            <ul aria-label={trans.__('Versions in files')} className="jp-openbis-versions">
              {[...folders].reverse().map(({ permId, folder }) => (
                <li key={`${permId}/${folder}`}>
                  {folder} <small>{trans.__('files of %1', permId)}</small>
                </li>
              ))}
            </ul>
          )}
        </details>
      )}
      {publications.hasProposal(draftKey) && (
        <p>
          {publications.isProposed(draftKey) ? (
            trans.__('Filled in from the last version.')
          ) : (
            <button type="button" className="jp-openbis-link" onClick={() => publications.discard(draftKey)}>
              {trans.__('Fill in from the last version')}
            </button>
          )}
        </p>
      )}
    </>
  );
}
