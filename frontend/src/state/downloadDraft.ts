import { Model } from './model';

/** What the user has said about where and how to download; it stays when the form is left. */
export class DownloadDraft extends Model {
  /** Leave out openBIS's folder `original`. */
  flat = false;
  /** Replace files that have the names of downloaded ones and another content. */
  overwrite = false;

  private chosen: { folder: string; notebook: string | null } | null = null;

  /** The chosen folder, Jupyter's path or an absolute one of the host; null if none was chosen for this notebook. */
  folderFor(notebook: string | null): string | null {
    return this.chosen?.notebook === notebook ? this.chosen.folder : null;
  }

  choose(folder: string, notebook: string | null): void {
    this.chosen = { folder, notebook };
    this.tell();
  }

  set(changes: Partial<Pick<DownloadDraft, 'flat' | 'overwrite'>>): void {
    Object.assign(this, changes);
    this.tell();
  }
}
