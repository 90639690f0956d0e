import React, { useId, useState } from 'react';

import { Preview } from '../../api';
import { useServices } from '../../app/services';
import { useAction } from '../../common/hooks/useAction';
import { useHost } from '../../common/hooks/useHost';
import { CodeTarget, Purpose } from './codeTarget';
import { askForForm, languageOf, obstacleOf, purposeLabel, tableForm } from './insertion';
import { KernelNote } from './KernelNote';
import { snippetsFor } from './snippets';
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
