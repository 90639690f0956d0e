import { TranslationBundle } from '@jupyterlab/translation';

import { ApiError, Conflict, FILE_OF_ANOTHER, NotebookApi, PackageComment, SavedEnvironment } from '../api';
import { Host, KernelProblem, Notebook } from '../host/host';
import { kernelLanguage, Language, packageListCode } from './environment';

const WITHOUT = 'without';
const WAIT = 'wait';

/** What the user can do while the kernel is busy. */
export interface WhileBusy {
  /** Label of the choice to go on without the packages; without a label, there is no such choice. */
  withoutLabel?: string;
  /** Aborted when the user cancels after having chosen to wait. */
  signal?: AbortSignal;
  /** Called with what is waited for, as a sentence. */
  onWait?: (reason: string) => void;
}

/** Maximum number of names in a message. */
const MAX_NAMES = 20;

/**
 * Save the packages of the notebook's kernel beside the notebook, and record them in its metadata. The notebook is not saved.
 * A dialog is shown at once if the kernel is busy, or if a file belongs to another notebook. Returns null if the user continues
 * without packages. Throws `KernelProblem` and `ApiError` with messages for users, also if the user cancels.
 */
export async function saveRequirements(
  notebook: Notebook,
  api: NotebookApi,
  host: Pick<Host, 'ask'>,
  trans: TranslationBundle,
  whileBusy: WhileBusy = {}
): Promise<SavedEnvironment | null> {
  const language = languageOf(notebook, trans);
  const answer = await askKernel(packageListCode(language), notebook, host, trans, whileBusy);
  if (answer === null) {
    return null;
  }
  const save = (conflict: Conflict) =>
    api.saveEnvironment({
      notebook: notebook.path,
      language,
      answer,
      conflict
    });
  const saved = await save('ask').catch(async problem => save(await askAboutConflict(problem, host, trans)));
  recordInNotebook(notebook, saved);
  return saved;
}

/** Return the message about saved requirements. */
export function summary({ files, packages, comments }: SavedEnvironment, trans: TranslationBundle): string {
  const saved = trans._n('Saved %2: %1 package.', 'Saved %2: %1 packages.', packages, files.join(', '));
  const said = [...byText(comments)].map(([text, names]) => `${listed(names, trans)}: ${text}`);
  return said.length ? `${saved} ${trans.__('Comments in the file: %1.', said.join('. '))}` : saved;
}

function byText(comments: PackageComment[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  comments.forEach(({ name, text }) => names.set(text, [...(names.get(text) ?? []), name]));
  return names;
}

function listed(names: string[], trans: TranslationBundle): string {
  const more = names.length - MAX_NAMES;
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return more > 0 ? trans.__('%1 and %2 more', shown, more) : shown;
}

function languageOf({ language }: Notebook, trans: TranslationBundle): Language {
  if (!language) {
    throw new KernelProblem(trans.__('The notebook has no kernel. Choose one, then try again.'));
  }
  const known = kernelLanguage(language);
  if (!known) {
    throw new KernelProblem(
      trans.__('Package lists are only available for Python and R kernels, not for %1.', language)
    );
  }
  return known;
}

/** Return the output of the kernel; null if it is busy and the user does not wait. */
async function askKernel(
  question: string,
  notebook: Notebook,
  host: Pick<Host, 'ask'>,
  trans: TranslationBundle,
  { withoutLabel, signal, onWait }: WhileBusy
): Promise<string | null> {
  if (!notebook.isKernelBusy) {
    return kernelOutput(notebook.run(question), trans);
  }
  const answered = new AbortController();
  const answer = kernelOutput(notebook.run(question, Infinity), trans).finally(() => answered.abort());
  const choice = host.ask(
    {
      title: trans.__('The kernel is busy'),
      text: trans.__(
        'Its list of packages is saved as soon as its present work has ended, or you interrupt it.'
      ),
      cancel: trans.__('Cancel'),
      choices: [
        ...(withoutLabel ? [{ label: withoutLabel, value: WITHOUT }] : []),
        { label: trans.__('Wait'), value: WAIT }
      ]
    },
    answered.signal
  );
  const first = await Promise.race([answer, choice.then(value => ({ value }))]);
  if (typeof first === 'string') {
    return first;
  }
  if (answered.signal.aborted) {
    return answer;
  }
  if (first.value === WAIT) {
    onWait?.(trans.__('Waiting for the kernel, which is busy…'));
    return Promise.race([answer, aborted(signal, trans)]);
  }
  answer.catch(() => undefined); // the result is not needed any more
  if (first.value === null) {
    throw cancelled(trans);
  }
  return null;
}

/** Reject when the user cancels. */
function aborted(signal: AbortSignal | undefined, trans: TranslationBundle): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(cancelled(trans))));
}

async function kernelOutput(answer: Promise<string>, trans: TranslationBundle): Promise<string> {
  try {
    return await answer;
  } catch (problem) {
    const words = problem instanceof Error ? problem.message : String(problem);
    throw new KernelProblem(
      words
        ? trans.__('The kernel did not return its package list (%1). Restart it, then try again.', words)
        : trans.__('No kernel is running. Start one, then try again.')
    );
  }
}

/** Ask the user about a file of another notebook. Rethrows other errors. */
async function askAboutConflict(
  problem: unknown,
  host: Pick<Host, 'ask'>,
  trans: TranslationBundle
): Promise<Conflict> {
  if (!(problem instanceof ApiError) || problem.code !== FILE_OF_ANOTHER) {
    throw problem;
  }
  const { file, owner, otherNames } = problem.details;
  const choice = await host.ask({
    title: trans.__('Replace %1?', String(file)),
    text: owner
      ? trans.__('%1 belongs to the notebook %2.', String(file), String(owner))
      : trans.__('%1 is there already, and was not saved from this notebook.', String(file)),
    cancel: trans.__('Cancel'),
    choices: [
      { label: trans.__('Replace'), value: 'replace', isDangerous: true },
      {
        label: trans.__('Save as %1', Array.isArray(otherNames) ? otherNames.join(', ') : ''),
        value: 'own-names'
      }
    ]
  });
  if (choice === null) {
    throw cancelled(trans);
  }
  return choice as Conflict;
}

function cancelled(trans: TranslationBundle): KernelProblem {
  return new KernelProblem(trans.__('Cancelled; nothing was saved.'));
}

/** Uses the keys of the published front ends. */
function recordInNotebook(
  notebook: Notebook,
  { files: [requirements, runtime], texts }: SavedEnvironment
): void {
  const before = notebook.getMetadata('language_info');
  notebook.setMetadata('language_info', {
    ...(typeof before === 'object' ? before : {}),
    requirements_list: texts[requirements],
    requirements_filename: nameOf(requirements),
    runtime: texts[runtime],
    runtime_filename: nameOf(runtime)
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
