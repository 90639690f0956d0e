import { TranslationBundle } from '@jupyterlab/translation';

import { NotebookApi, Requirements } from '../api';
import { KernelProblem, Notebook } from '../host/host';
import { Environment, environmentIn, isKnown, Language, questionIn } from './environment';
import { notInstallable, requirementsOf, runtimeOf } from './requirementsText';

export const REQUIREMENTS = 'requirements.txt';
export const RUNTIME = 'runtime.txt';

/** What was written beside a notebook. */
export interface SavedRequirements {
  /** Paths relative to Jupyter's root folder. */
  files: string[];
  packages: number;
  /** Names of those that cannot be installed elsewhere, and are comments. */
  comments: string[];
}

/**
 * Ask the notebook's own kernel what it has installed, write that beside the notebook, and note it in the notebook's
 * metadata. The notebook is not saved by it. Throws `KernelProblem` and `ApiError`, both with words for users.
 */
export async function saveRequirements(
  notebook: Notebook,
  api: NotebookApi,
  trans: TranslationBundle
): Promise<SavedRequirements> {
  const environment = await ask(notebook, languageOf(notebook, trans), trans);
  const texts = {
    requirements_list: requirementsOf(environment, REQUIREMENTS),
    requirements_filename: REQUIREMENTS,
    runtime: runtimeOf(environment),
    runtime_filename: RUNTIME
  };
  const files = await api.saveRequirements({ notebook_path: notebook.path, ...texts });
  note(notebook, texts);
  const comments = notInstallable(environment).map(each => each.name);
  return { files, packages: environment.packages.length, comments };
}

/** What was saved, in words. */
export function summary({ files, packages, comments }: SavedRequirements, trans: TranslationBundle): string {
  const saved = trans._n('Saved %2: %1 package.', 'Saved %2: %1 packages.', packages, files.join(', '));
  return comments.length
    ? `${saved} ${trans.__('Not installable elsewhere, so only named in a comment: %1.', comments.join(', '))}`
    : saved;
}

function languageOf({ language }: Notebook, trans: TranslationBundle): Language {
  if (!language) {
    throw new KernelProblem(trans.__('The notebook has no kernel. Choose one, then try again.'));
  }
  if (!isKnown(language)) {
    throw new KernelProblem(
      trans.__('Only kernels of Python and R can tell what they have installed, not those of %1.', language)
    );
  }
  return language;
}

async function ask(notebook: Notebook, language: Language, trans: TranslationBundle): Promise<Environment> {
  const environment = environmentIn(await answerTo(questionIn(language), notebook, trans), language);
  if (!environment) {
    throw new KernelProblem(
      trans.__('The kernel did not tell what it has installed. Restart it, then try again.')
    );
  }
  return environment;
}

async function answerTo(question: string, notebook: Notebook, trans: TranslationBundle): Promise<string> {
  try {
    return await notebook.run(question);
  } catch (problem) {
    const said = problem instanceof Error ? problem.message : String(problem);
    throw new KernelProblem(
      said
        ? trans.__(
            'The kernel could not tell what it has installed (%1). If it is busy, wait; else restart it.',
            said
          )
        : trans.__('The notebook has no kernel that runs. Start one, then try again.')
    );
  }
}

/** In the keys of the published front ends. */
function note(notebook: Notebook, texts: Omit<Requirements, 'notebook_path'>): void {
  const before = notebook.getMetadata('language_info');
  notebook.setMetadata('language_info', { ...(typeof before === 'object' ? before : {}), ...texts });
}
