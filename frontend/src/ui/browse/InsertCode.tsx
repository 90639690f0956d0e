import { TranslationBundle } from '@jupyterlab/translation';
import React, { useId, useState } from 'react';

import { Notebook } from '../../host/host';
import { useHostChanges } from '../../host/useHost';
import { CodeTarget, isKnownLanguage, Purpose, snippetsFor } from '../../notebook/snippets';
import { useServices } from '../services';

interface Props {
  target: CodeTarget;
  /** Buttons that stand beside it. */
  children?: React.ReactNode;
}

/** Puts code for a data set or file into the notebook in front. */
export function InsertCode({ target, children }: Props): JSX.Element {
  const { trans, host } = useServices();
  const [isOpen, setOpen] = useState(false);
  const [inserted, setInserted] = useState<string | null>(null);
  const id = useId();
  useHostChanges(host);
  const { notebook } = host;
  const obstacle = obstacleOf(notebook, trans);
  const snippets = snippetsFor(target, languageOf(notebook));
  const insert = (code: string) => {
    notebook?.insertCode(code);
    setOpen(false);
    setInserted(notebook?.path ?? null);
  };
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
      <div id={id} hidden={!isOpen || obstacle !== null}>
        <ul>
          {snippets.map(({ purpose, code }) => (
            <li key={purpose}>
              <button type="button" className="jp-openbis-link" title={code} onClick={() => insert(code)}>
                {purposeLabel(purpose, target, trans)}
              </button>
            </li>
          ))}
        </ul>
        <KernelNote connection={target.connection} />
      </div>
      <span role="status" className="jp-openbis-description">
        {inserted !== null && trans.__('Inserted into %1.', inserted)}
      </span>
    </div>
  );
}

/** Kernels know the connections in the file, and log in by themselves. */
function KernelNote({ connection }: { connection: string }): JSX.Element {
  const { trans, connections } = useServices();
  const isSaved = connections.all?.find(each => each.name === connection)?.saved;
  return (
    <small>
      {isSaved
        ? trans.__(
            'The kernel logs in by itself: with the password or token that is kept for the connection.'
          )
        : trans.__('The kernel will not know this connection: save it first (Connections, Edit).')}
    </small>
  );
}

function languageOf(notebook: Notebook | null): string {
  const language = notebook?.language ?? 'python';
  return language === 'ipython' ? 'python' : language;
}

/** Why nothing can be inserted; null if it can. */
function obstacleOf(notebook: Notebook | null, trans: TranslationBundle): string | null {
  if (notebook === null) {
    return trans.__('Open a notebook first.');
  }
  return isKnownLanguage(languageOf(notebook))
    ? null
    : trans.__('There is code for Python and R only; this notebook is in another language.');
}

function purposeLabel(purpose: Purpose, { path }: CodeTarget, trans: TranslationBundle): string {
  const labels: Record<Purpose, string> = {
    table: trans.__('Read it as a table'),
    image: trans.__('Show the image'),
    read: trans.__('Read its bytes'),
    download: path === undefined ? trans.__('Download the data set') : trans.__('Download the file'),
    list: trans.__('List its files')
  };
  return labels[purpose];
}
