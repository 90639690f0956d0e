import React, { useEffect, useRef } from 'react';

import { UploadPlan } from '../../api';
import { FieldErrors } from '../../upload/fieldErrors';
import { size } from '../common/amounts';
import { Problem } from '../common/Problem';
import { useServices } from '../services';
import { SendingState } from './useSending';

interface Props {
  sending: SendingState;
  errors: FieldErrors;
  /** On the button that sends. */
  verb: string;
  /** More buttons beside the first one. */
  children: React.ReactNode;
}

/** What went wrong, what will be sent, and the button of the next step. Always in sight. */
export function SendingFooter({ sending, errors, verb, children }: Props): JSX.Element {
  const { trans, navigation } = useServices();
  const { plan, isBusy, isSent } = sending;
  return (
    <div className="jp-openbis-footer">
      <Problems sending={sending} errors={errors} />
      <p role="status">{isBusy && !plan && trans.__('Checking everything; nothing is sent yet…')}</p>
      {isSent ? (
        <p>
          {trans.__('This is being sent.')}{' '}
          <button type="button" className="jp-openbis-link" onClick={() => navigation.show('transfers')}>
            {trans.__('Show the transfers')}
          </button>
        </p>
      ) : plan ? (
        <Confirmation sending={sending} plan={plan} verb={verb} />
      ) : (
        <div className="jp-openbis-buttons">
          <button type="submit" className="jp-openbis-button jp-mod-styled jp-mod-accept" disabled={isBusy}>
            {trans.__('Continue')}
          </button>
          {children}
        </div>
      )}
    </div>
  );
}

function Problems({ sending: { error }, errors }: Pick<Props, 'sending' | 'errors'>): JSX.Element {
  const { trans } = useServices();
  if (!errors.hasAny) {
    return <Problem error={error} />;
  }
  return (
    <div role="alert" className="jp-openbis-error">
      <p>{trans.__('Nothing was sent. Correct the fields that are marked.')}</p>
      {errors.others.map(each => (
        <p key={each}>{each}</p>
      ))}
    </div>
  );
}

function Confirmation({
  sending,
  plan,
  verb
}: Pick<Props, 'sending' | 'verb'> & { plan: UploadPlan }): JSX.Element {
  const { trans } = useServices();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const { total, parents, type, owner, files, remarks = [] } = plan;
  return (
    <section aria-label={trans.__('What will be sent')}>
      <p>
        {trans._n('%1 file, %2, for %3.', '%1 files, %2, for %3.', total.files, size(total.bytes), owner)}{' '}
        {trans.__('Type: %1.', type)}{' '}
        {parents.length > 0 && trans._n('%1 parent.', '%1 parents.', parents.length)}
      </p>
      {remarks.map(each => (
        <p key={each}>{each}.</p>
      ))}
      <details>
        <summary>{trans.__('Files')}</summary>
        <ul className="jp-openbis-files">
          {files.map(({ name, size: bytes, isFolder }) => (
            <li key={name}>
              <span className="jp-openbis-ellipsis" title={name}>
                {name}
                {isFolder && '/'}
              </span>
              <small>{isFolder ? '' : size(bytes)}</small>
            </li>
          ))}
        </ul>
      </details>
      <div className="jp-openbis-buttons">
        <button
          ref={button}
          type="button"
          className="jp-openbis-button jp-mod-styled jp-mod-accept"
          disabled={sending.isBusy}
          onClick={() => void sending.send()}
        >
          {verb}
        </button>
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          disabled={sending.isBusy}
          onClick={sending.reconsider}
        >
          {trans.__('Change something')}
        </button>
      </div>
    </section>
  );
}
