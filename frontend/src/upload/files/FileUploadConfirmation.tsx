import React from 'react';

import { FileUploadPlan } from '../../api';
import { useServices } from '../../app/services';
import { FileName } from '../../common/FileName';
import { formatSize } from '../../common/messages/amounts';
import { ConfirmationButtons, LeftOutFiles } from '../submission/confirming';
import { SubmissionState } from '../submission/useSubmission';

interface Props {
  submission: SubmissionState<FileUploadPlan>;
  plan: FileUploadPlan;
}

/** What is new, what would be replaced, and what openBIS has already. */
export function FileUploadConfirmation({ submission, plan }: Props): JSX.Element {
  const { trans } = useServices();
  const { files, existing, unchanged, total, leftOutFiles } = plan;
  const added = files.filter(({ replaces }) => !replaces);
  const replaced = files.filter(({ replaces }) => replaces);
  return (
    <section aria-label={trans.__('What will be sent')}>
      <p>
        {files.length
          ? trans._n(
              '%1 file, %2, for %3.',
              '%1 files, %2, for %3.',
              total.files,
              formatSize(total.bytes, trans),
              plan.owner
            )
          : trans.__('Nothing to send: openBIS has all of these files.')}
      </p>
      <FileList title={trans._n('%1 new', '%1 new', added.length)} files={added} />
      <FileList title={trans._n('%1 unchanged', '%1 unchanged', unchanged.length)} files={unchanged} />
      {replaced.length > 0 && (
        <div className="jp-openbis-warning">
          <FileList
            title={trans._n(
              '%1 file in openBIS has other content',
              '%1 files in openBIS have other content',
              replaced.length
            )}
            files={replaced}
            isOpen
          />
          <p>{trans.__('Replaced files are kept in openBIS’s trash.')}</p>
        </div>
      )}
      <LeftOutFiles names={leftOutFiles} />
      <ConfirmationButtons
        submission={submission}
        verb={
          existing.length
            ? trans._n('Upload and replace %1 file', 'Upload and replace %1 files', existing.length)
            : trans.__('Upload')
        }
        isDangerous={existing.length > 0}
        isEmpty={!files.length}
      />
    </section>
  );
}

interface ListProps {
  title: string;
  files: ReadonlyArray<{ path: string; size: number; isFolder: boolean }>;
  isOpen?: boolean;
}

function FileList({ title, files, isOpen = false }: ListProps): JSX.Element | null {
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
