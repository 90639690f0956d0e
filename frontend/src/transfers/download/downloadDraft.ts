import { BrowserStore, isObject } from '../../common/models/browserStore';
import { Model } from '../../common/models/model';
import { Rename, renamed, Renames } from '../../common/models/renames';

/** What was entered in the download form; it is kept when the form is closed or the page is reloaded. */
export class DownloadDraft extends Model {
  /** Leave out openBIS's folder `original`. */
  flat = false;
  /** Replace files that have the names of downloaded ones and another content. Not kept: it is an answer to one plan. */
  overwrite = false;
  /** PermIds and links, as entered. */
  permIds = '';

  private chosen: { folder: string; notebook: string | null } | null = null;

  constructor(
    renames: Renames,
    private readonly store: BrowserStore
  ) {
    super();
    this.restore();
    renames.happened.connect((_, rename) => this.follow(rename));
  }

  /** The chosen folder, Jupyter's path or an absolute one of the host; null if none was chosen for this notebook. */
  folderFor(notebook: string | null): string | null {
    return this.chosen?.notebook === notebook ? this.chosen.folder : null;
  }

  choose(folder: string, notebook: string | null): void {
    this.chosen = { folder, notebook };
    this.save();
  }

  set(changes: Partial<Pick<DownloadDraft, 'flat' | 'overwrite' | 'permIds'>>): void {
    Object.assign(this, changes);
    this.save();
  }

  private follow(rename: Rename): void {
    if (this.chosen) {
      const { folder, notebook } = this.chosen;
      this.choose(renamed(folder, rename), notebook && renamed(notebook, rename));
    }
  }

  private save(): void {
    const { flat, permIds, chosen } = this;
    this.store.write({ flat, permIds, chosen });
    this.emitChanged();
  }

  private restore(): void {
    const kept = this.store.read();
    if (isObject(kept)) {
      this.flat = kept.flat === true;
      this.permIds = typeof kept.permIds === 'string' ? kept.permIds : '';
      this.chosen = chosenFolderIn(kept.chosen);
    }
  }
}

function chosenFolderIn(kept: unknown): { folder: string; notebook: string | null } | null {
  if (!isObject(kept) || typeof kept.folder !== 'string') {
    return null;
  }
  return { folder: kept.folder, notebook: typeof kept.notebook === 'string' ? kept.notebook : null };
}
