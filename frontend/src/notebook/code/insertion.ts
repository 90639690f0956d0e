import { TranslationBundle } from '@jupyterlab/translation';

import { BrowsingApi, Preview } from '../../api';
import { Notebook } from '../../host/host';
import { CodeTarget, DEFAULT_FORM, mayHoldTable, Purpose, TableForm } from './codeTarget';
import { findLocalCopy } from './localCopy';
import { isKnownLanguage, snippetsFor } from './snippets';

/** Ask the server for the format of a table; null if the file is not a table, or the request fails. */
export async function askForForm(
  api: BrowsingApi,
  { connection, permId, path }: CodeTarget
): Promise<TableForm | null> {
  if (path === undefined || !mayHoldTable(path)) {
    return null;
  }
  return api.preview(connection, permId, path).then(tableForm, () => null);
}

/** Return the format of a previewed table; null: it is none. */
export function tableForm(preview: Preview): TableForm | null {
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

/** Language of the code for a notebook; Python for one without a kernel. */
export function languageOf(notebook: Notebook | null): string {
  const language = notebook?.language ?? 'python';
  return language === 'ipython' ? 'python' : language;
}

/** Return why nothing can be inserted; null if code can be inserted. */
export function obstacleOf(notebook: Notebook | null, trans: TranslationBundle): string | null {
  if (notebook === null) {
    return trans.__('Open a notebook first.');
  }
  return isKnownLanguage(languageOf(notebook))
    ? null
    : trans.__('There is code for Python and R only; this notebook is in another language.');
}

/** Return the label of a snippet. */
export function purposeLabel(
  purpose: Purpose,
  { path, isOfOwner }: CodeTarget,
  trans: TranslationBundle
): string {
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

/**
 * Return the code that is inserted for a target into a notebook: on its local copy, if there is one, and in the format of
 * the table. Undefined if there is none for this purpose.
 *
 * @param purpose Null: the most useful one.
 * @param root Jupyter's root folder, an absolute path of the host.
 */
export async function completeCode(
  api: BrowsingApi,
  target: CodeTarget,
  purpose: Purpose | null,
  notebook: Notebook,
  root: string
): Promise<string | undefined> {
  const [copy, table] = await Promise.all([
    findLocalCopy(api, target, notebook, root).catch(() => null), // then it reads from openBIS
    purpose === 'table' || purpose === null ? askForForm(api, target) : null
  ]);
  const complete = { ...target, copy: copy ?? undefined, table };
  const snippets = snippetsFor(complete, languageOf(notebook));
  return snippets.find(each => purpose === null || each.purpose === purpose)?.code;
}
