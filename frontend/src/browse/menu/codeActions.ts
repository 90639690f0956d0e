import { TranslationBundle } from '@jupyterlab/translation';

import { BrowsingApi } from '../../api';
import { Host } from '../../host/host';
import { CodeTarget, Purpose } from '../../notebook/code/codeTarget';
import { completeCode, languageOf, obstacleOf, purposeLabel } from '../../notebook/code/insertion';
import { snippetsFor } from '../../notebook/code/snippets';
import { codeTargetOf, RowAction, RowTarget } from './rowTarget';

const PURPOSES: ReadonlyArray<Purpose> = ['table', 'image', 'read', 'download', 'list'];

interface CodeServices {
  api: { browsing: BrowsingApi };
  host: Host;
  trans: TranslationBundle;
  connections: { root: string };
}

/** Code for rows: inserted by the entries of a submenu, or dragged into a notebook. */
export class CodeActions {
  /** The entries of the submenu "Insert code". */
  readonly all: ReadonlyArray<RowAction>;

  constructor(private readonly services: CodeServices) {
    const { host, trans } = services;
    this.all = PURPOSES.map(purpose => ({
      id: `code-${purpose}`,
      label: target => purposeLabel(purpose, (target && codeTargetOf(target)) ?? NO_TARGET, trans),
      isVisible: target => this.purposes(codeTargetOf(target)).includes(purpose),
      disabledReason: () => obstacleOf(host.notebook, trans),
      run: target => this.insert(target, purpose)
    }));
  }

  /** Begin to drag the code of a row. */
  drag(target: RowTarget, label: string, at: { clientX: number; clientY: number }): void {
    const { host } = this.services;
    const code = codeTargetOf(target);
    const first = code && snippetsFor(code, languageOf(host.notebook))[0];
    if (first) {
      const complete = this.code(code, null).then(better => better ?? first.code);
      host.dragCode(first.code, complete, label, at);
    }
  }

  private async insert(target: RowTarget, purpose: Purpose): Promise<void> {
    const { host, trans } = this.services;
    const { notebook } = host;
    const of = codeTargetOf(target);
    const code = of && (await this.code(of, purpose));
    if (notebook && code) {
      notebook.insertCode(code);
      host.notify(trans.__('Inserted into %1.', notebook.path), 'success');
    }
  }

  /** @param purpose Null: the most useful one. */
  private async code(target: CodeTarget, purpose: Purpose | null): Promise<string | undefined> {
    const { api, host, connections } = this.services;
    const { notebook } = host;
    return notebook
      ? completeCode(api.browsing, target, purpose, notebook, connections.root)
      : snippetsFor(target, languageOf(null))[0]?.code;
  }

  private purposes(target: CodeTarget | null): Purpose[] {
    const { notebook } = this.services.host;
    const language =
      obstacleOf(notebook, this.services.trans) === null ? languageOf(notebook) : languageOf(null);
    return target ? snippetsFor(target, language).map(each => each.purpose) : [];
  }
}

const NO_TARGET: CodeTarget = { connection: '', permId: '' };
