import React, { useEffect, useRef } from 'react';

import { useServices } from '../../app/services';
import { FileName } from '../../common/FileName';
import { formatSize } from '../../common/messages/amounts';
import { remarkMessage } from '../../common/messages/remarks';
import { SubmissionState } from './useSubmission';

interface ButtonsProps {
  submission: Pick<SubmissionState<unknown>, 'isBusy' | 'submit' | 'edit'>;
  /** On the button that sends. */
  verb: string;
  /** Whether it replaces something. */
  isDangerous?: boolean;
  /** Whether there is nothing to send. */
  isEmpty?: boolean;
}

/** Buttons below a plan: send it, or return to the fields. The first one gets the focus, unless it replaces something. */
export function ConfirmationButtons({ submission, verb, isDangerous, isEmpty }: ButtonsProps): JSX.Element {
  const { trans } = useServices();
  const buttons = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const all = buttons.current?.querySelectorAll('button') ?? [];
    all[isDangerous ? all.length - 1 : 0]?.focus();
  }, [isDangerous]);
  return (
    <div className="jp-openbis-buttons" ref={buttons}>
      {!isEmpty && (
        <button
          type="button"
          className={`jp-openbis-button jp-mod-styled ${isDangerous ? 'jp-mod-warn' : 'jp-mod-accept'}`}
          disabled={submission.isBusy}
          onClick={() => void submission.submit()}
        >
          {verb}
        </button>
      )}
      <button
        type="button"
        className="jp-openbis-button jp-mod-styled"
        disabled={submission.isBusy}
        onClick={submission.edit}
      >
        {trans.__('Edit')}
      </button>
    </div>
  );
}

interface SummaryProps {
  plan: {
    total: { files: number; bytes: number };
    owner: string;
    parents: ReadonlyArray<string>;
    remarks?: ReadonlyArray<string>;
  };
  /** What becomes of the files, in a sentence. */
  children: React.ReactNode;
}

/** What would be sent, to whom, and what the user should know about it. */
export function PlanSummary({ plan, children }: SummaryProps): JSX.Element {
  const { trans } = useServices();
  const { total, owner, parents, remarks = [] } = plan;
  return (
    <>
      <p>
        {trans._n(
          '%1 file, %2, for %3.',
          '%1 files, %2, for %3.',
          total.files,
          formatSize(total.bytes, trans),
          owner
        )}{' '}
        {children} {parents.length > 0 && trans._n('%1 parent.', '%1 parents.', parents.length)}
      </p>
      {remarks.map(each => (
        <p key={each}>{remarkMessage(each, trans)}</p>
      ))}
    </>
  );
}

interface ListProps {
  title: string;
  files: ReadonlyArray<{ path: string; size: number; isFolder: boolean }>;
  isOpen?: boolean;
}

/** Files with their sizes; nothing without any. */
export function FileList({ title, files, isOpen = false }: ListProps): JSX.Element | null {
  const { trans } = useServices();
  return files.length ? (
    <details open={isOpen}>
      <summary>{title}</summary>
      <ul className="jp-openbis-files">
        {files.map(({ path, size: bytes, isFolder }) => (
          <li key={path}>
            <FileName name={isFolder ? `${path}/` : path} title={path} />
            <small>{isFolder ? '' : formatSize(bytes, trans)}</small>
          </li>
        ))}
      </ul>
    </details>
  ) : null;
}

/** Files of folders that are not sent. */
export function LeftOutFiles({ names }: { names: ReadonlyArray<string> }): JSX.Element | null {
  const { trans } = useServices();
  return names.length ? (
    <details>
      <summary>
        {trans._n(
          '%1 hidden or unwanted file is left out',
          '%1 hidden or unwanted files are left out',
          names.length
        )}
      </summary>
      <ul className="jp-openbis-files">
        {names.map(name => (
          <li key={name}>
            <span className="jp-openbis-ellipsis" title={name}>
              {name}
            </span>
          </li>
        ))}
      </ul>
    </details>
  ) : null;
}
