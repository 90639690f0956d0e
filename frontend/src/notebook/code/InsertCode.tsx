import { TranslationBundle } from '@jupyterlab/translation';
import React, { useId, useState } from 'react';

import { BrowsingApi, Preview } from '../../api';
import { useServices } from '../../app/services';
import { useAction } from '../../common/hooks/useAction';
import { useHost } from '../../common/hooks/useHost';
import { Notebook } from '../../host/host';
import { CodeTarget, mayHoldTable, Purpose, TableForm, DEFAULT_FORM } from './codeTarget';
import { KernelNote } from './KernelNote';
import { isKnownLanguage, snippetsFor } from './snippets';
import { useLocalCopy } from './useLocalCopy';

interface Props {
  target: CodeTarget;
  /** Preview of the file; null: not loaded yet. */
  preview?: Preview | null;
  /** Buttons beside it. */
  children?: React.ReactNode;
}

/** Inserts code for files into the current notebook. */
export function InsertCode({ target, preview, children }: Props): JSX.Element {
  const { trans, api } = useServices();
  const host = useHost();
  const [isOpen, setOpen] = useState(false);
  const [inserted, setInserted] = useState<string | null>(null);
  const id = useId();
  const action = useAction();
  const { notebook } = host;
  const obstacle = obstacleOf(notebook, trans);
  const copy = useLocalCopy(target, notebook, isOpen && obstacle === null);
  const language = languageOf(notebook);
  const known: CodeTarget = { ...target, copy: copy.path, table: preview ? tableForm(preview) : null };
  const insert = (purpose: Purpose) =>
    action.run(async () => {
      const isUnknown = purpose === 'table' && !preview;
      const complete = isUnknown ? { ...known, table: await askForForm(api.browsing, target) } : known;
      const code = snippetsFor(complete, language).find(each => each.purpose === purpose)?.code;
      if (notebook && code !== undefined) {
        notebook.insertCode(code);
        setOpen(false);
        setInserted(notebook.path);
      }
    });
  return (
    <div className="jp-openbis-insert">
      <div className="jp-openbis-buttons">
        {children}
        <button
          type="button"
          className="jp-openbis-button jp-mod-styled"
          aria-expanded={isOpen}
          aria-controls={id}
          aria-describedby={obstacle ? `${id}-obstacle` : undefined}
          disabled={obstacle !== null}
          onClick={() => setOpen(!isOpen)}
        >
          {trans.__('Insert code…')}
        </button>
        {obstacle && <small id={`${id}-obstacle`}>{obstacle}</small>}
      </div>
      <div id={id} hidden={!isOpen || obstacle !== null} aria-busy={copy.isLooking || action.isBusy}>
        {!copy.isLooking && (
          <>
            <ul>
              {snippetsFor(known, language).map(({ purpose, code }) => (
                <li key={purpose}>
                  <button
                    type="button"
                    className="jp-openbis-link"
                    title={code}
                    disabled={action.isBusy}
                    onClick={() => void insert(purpose)}
                  >
                    {purposeLabel(purpose, target, trans)}
                  </button>
                </li>
              ))}
            </ul>
            <KernelNote connection={target.connection} copy={copy.path} />
          </>
        )}
      </div>
      <span role="status" className="jp-openbis-description">
        {inserted !== null && trans.__('Inserted into %1.', inserted)}
      </span>
    </div>
  );
}

/** Ask the server for the format of a table; null if the file is not a table, or the request fails. */
async function askForForm(
  api: BrowsingApi,
  { connection, permId, path }: CodeTarget
): Promise<TableForm | null> {
  if (path === undefined || !mayHoldTable(path)) {
    return null;
  }
  return api.preview(connection, permId, path).then(tableForm, () => null);
}

function tableForm(preview: Preview): TableForm | null {
  const { kind, delimiter } = preview;
  return kind === 'table' && delimiter
    ? {
        delimiter,
        decimal: preview.decimal ?? DEFAULT_FORM.decimal,
        encoding: preview.encoding ?? DEFAULT_FORM.encoding,
        spaceAfterDelimiter: preview.spaceAfterDelimiter ?? false,
        skipLines: preview.skipLines ?? 0,
        trailingDelimiter: preview.trailingDelimiter ?? false,
        blankLines: preview.blankLines ?? false,
        literalQuotes: preview.literalQuotes ?? false
      }
    : null;
}

function languageOf(notebook: Notebook | null): string {
  const language = notebook?.language ?? 'python';
  return language === 'ipython' ? 'python' : language;
}

/** Return why nothing can be inserted; null if code can be inserted. */
function obstacleOf(notebook: Notebook | null, trans: TranslationBundle): string | null {
  if (notebook === null) {
    return trans.__('Open a notebook first.');
  }
  return isKnownLanguage(languageOf(notebook))
    ? null
    : trans.__('There is code for Python and R only; this notebook is in another language.');
}

function purposeLabel(purpose: Purpose, { path, isOfOwner }: CodeTarget, trans: TranslationBundle): string {
  const whole = isOfOwner ? trans.__('Download all files') : trans.__('Download data set');
  const labels: Record<Purpose, string> = {
    table: trans.__('Load as table'),
    image: trans.__('Show image'),
    read: trans.__('Read file'),
    download: path === undefined ? whole : trans.__('Download file'),
    list: trans.__('List files')
  };
  return labels[purpose];
}
