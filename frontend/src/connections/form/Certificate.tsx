import { TranslationBundle } from '@jupyterlab/translation';
import React, { useId, useRef, useState } from 'react';

import { ApiError, Connection, PresentedCertificate, presentedCertificate } from '../../api';
import { useServices } from '../../app/services';
import { ErrorNote } from '../../common/ErrorNote';
import { Checkbox } from '../../common/fields/Checkbox';
import { useAction } from '../../common/hooks/useAction';
import { formatDay } from '../../common/messages/format';
import { Fingerprint } from './Fingerprint';

/** A certificate that was refused. */
export interface RefusedCertificate {
  certificate: PresentedCertificate;
  /** Whether openBIS has presented another one before. */
  isChanged: boolean;
}

/** Return the certificate that is the cause of an error; null for other errors. */
export function refusedCertificate(
  error: Pick<ApiError, 'code' | 'details'> | null
): RefusedCertificate | null {
  const certificate = error && presentedCertificate(error.details);
  return certificate ? { certificate, isChanged: error.code === 'certificate-changed' } : null;
}

/** Return the fingerprints to trust after a decision; a changed certificate of openBIS replaces all. */
export function trustedWith({ certificate, isChanged }: RefusedCertificate): string[] {
  return [...(isChanged ? [] : certificate.trusted), certificate.fingerprint];
}

interface Props {
  refused: RefusedCertificate;
  isBusy: boolean;
  onTrust: () => void;
}

/** The certificate of a server, and the decision to trust it. */
export function Certificate({ refused, isBusy, onTrust }: Props): JSX.Element {
  const { trans } = useServices();
  const { isChanged } = refused;
  const [isConfirmed, setConfirmed] = useState(false);
  const title = useId();
  return (
    <section className="jp-openbis-certificate" aria-labelledby={title} data-changed={isChanged || undefined}>
      <strong id={title}>
        {isChanged ? trans.__('The certificate has changed') : trans.__('Certificate of the server')}
      </strong>
      <Facts refused={refused} />
      {isChanged ? (
        <>
          <p>
            {trans.__(
              'Another computer may pose as openBIS. Ask your openBIS administrator whether the certificate was renewed.'
            )}
          </p>
          <Checkbox
            label={trans.__('My openBIS administrator has confirmed the new fingerprint')}
            checked={isConfirmed}
            onChange={setConfirmed}
          />
        </>
      ) : (
        <p>{trans.__('Compare the fingerprint with the one from your openBIS administrators.')}</p>
      )}
      <button
        type="button"
        className="jp-openbis-button jp-mod-styled"
        disabled={isBusy || (isChanged && !isConfirmed)}
        onClick={onTrust}
      >
        {isChanged ? trans.__('Trust the new certificate') : trans.__('Trust this certificate')}
      </button>
    </section>
  );
}

function Facts({ refused: { certificate, isChanged } }: { refused: RefusedCertificate }): JSX.Element {
  const { trans } = useServices();
  const { subject, issuer, selfSigned, server, hosts } = certificate;
  const facts: [string, React.ReactNode][] = [
    [trans.__('Server'), server],
    [trans.__('Issued to'), subject || hosts.join(', ') || trans.__('unknown')],
    [trans.__('Issued by'), selfSigned ? trans.__('itself (self-signed)') : issuer || trans.__('unknown')],
    [trans.__('Valid'), validity(certificate, trans)],
    [
      isChanged ? trans.__('New SHA-256 fingerprint') : trans.__('SHA-256 fingerprint'),
      <Fingerprint key="new" value={certificate.fingerprint} />
    ]
  ];
  if (isChanged) {
    const old = certificate.trusted.map(each => <Fingerprint key={each} value={each} />);
    facts.push([trans.__('Trusted until now'), old]);
  }
  return (
    <dl>
      {facts.map(([name, value]) => (
        <React.Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </React.Fragment>
      ))}
    </dl>
  );
}

function validity({ notBefore, notAfter }: PresentedCertificate, trans: TranslationBundle): string {
  if (!notBefore || !notAfter) {
    return trans.__('unknown');
  }
  const [from, until] = [notBefore, notAfter].map(each => formatDay(each, trans));
  return Date.parse(notAfter) < Date.now()
    ? trans.__('%1 to %2 (expired)', from, until)
    : trans.__('%1 to %2', from, until);
}

/** The decision about the certificate of a connection that exists; then the login form around it is sent again. */
export function ConnectionCertificate({
  connection,
  error
}: {
  connection: Connection;
  error: ApiError | null;
}): JSX.Element | null {
  const { connections } = useServices();
  const action = useAction();
  const place = useRef<HTMLDivElement>(null);
  const refused = refusedCertificate(error);
  if (!refused) {
    return null;
  }
  const trust = async () => {
    const form = place.current?.closest('form');
    const changes = {
      certificate_fingerprints: trustedWith(refused),
      ...(connection.saved ? { save: true } : {})
    };
    if (await action.run(() => connections.change(connection.name, changes))) {
      form?.requestSubmit();
    }
  };
  return (
    <div ref={place}>
      <Certificate refused={refused} isBusy={action.isBusy} onTrust={() => void trust()} />
      <ErrorNote error={action.error} />
    </div>
  );
}
