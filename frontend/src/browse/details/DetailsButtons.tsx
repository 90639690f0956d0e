import React, { useState } from 'react';

import { Details } from '../../api';
import { useServices } from '../../app/services';
import { ExternalLink } from '../../common/ExternalLink';
import { CodeTarget } from '../../notebook/code/codeTarget';
import { InsertCode } from '../../notebook/code/InsertCode';
import { placeOfDataSet } from '../files/filePlaces';

interface Props {
  connection: string;
  details: Details;
}

/** Buttons of an item. */
export function DetailsButtons({ connection, details }: Props): JSX.Element {
  const { trans, selection, navigation } = useServices();
  const { dataSet, permId, identifier, hasFileServer, elnUrl } = details;
  return (
    <Buttons target={dataSet && { connection, permId }}>
      {dataSet && (
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled jp-mod-accept"
          onClick={() => {
            selection.download([placeOfDataSet(connection, dataSet)]);
            navigation.startTask('download');
          }}
        >
          {trans.__('Download…')}
        </button>
      )}
      <CopyButton text={permId} label={trans.__('Copy permId')} />
      {hasFileServer && identifier && <CopyButton text={identifier} label={trans.__('Copy identifier')} />}
      {elnUrl && <ExternalLink url={elnUrl}>{trans.__('Open in openBIS')}</ExternalLink>}
    </Buttons>
  );
}

function Buttons({
  target,
  children
}: {
  target: CodeTarget | null;
  children: React.ReactNode;
}): JSX.Element {
  return target ? (
    <InsertCode target={target}>{children}</InsertCode>
  ) : (
    <div className="jp-openbis-buttons">{children}</div>
  );
}

function CopyButton({ text, label }: { text: string; label: string }): JSX.Element {
  const { trans, host } = useServices();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await host.copy(text);
    setCopied(true);
  };
  return (
    <>
      <button
        type="button"
        className="jp-openbis-button jp-mod-styled"
        title={text}
        onClick={() => void copy()}
      >
        {label}
      </button>
      <span role="status" className="jp-openbis-description">
        {isCopied && trans.__('Copied.')}
      </span>
    </>
  );
}
