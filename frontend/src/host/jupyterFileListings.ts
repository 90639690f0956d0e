import { FileBrowser, IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { Contents } from '@jupyterlab/services';
import { ISignal, Signal } from '@lumino/signaling';

import { FileBadge, FileListings } from './fileListings';
import { MarkedListing } from './markedListing';
import { localPath } from './notebooks';

const COLLABORATION_DRIVE = 'RTC';

/** The file browsers of JupyterLab or Notebook 7, also those of other extensions that JupyterLab has made for them. */
export class JupyterFileListings implements FileListings {
  private readonly _changed = new Signal<this, void>(this);
  private readonly listings = new Map<FileBrowser, MarkedListing>();
  private readonly badges = new Map<string, ReadonlyMap<string, FileBadge>>();

  /**
   * @param tracker Knows the file browsers.
   * @param contents Knows which files are on Jupyter's own disk, and which on other drives.
   */
  constructor(
    tracker: IFileBrowserFactory['tracker'],
    private readonly contents: Contents.IManager
  ) {
    tracker.forEach(browser => this.follow(browser));
    tracker.widgetAdded.connect((_, browser) => this.follow(browser));
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get folders(): ReadonlyArray<string> {
    const shown = [...this.listings.keys()].filter(each => each.isVisible).map(each => this.folderOf(each));
    return [...new Set(shown.filter(each => each !== null))];
  }

  mark(folder: string, badges: ReadonlyMap<string, FileBadge>): void {
    if (badges.size) {
      this.badges.set(folder, badges);
    } else {
      this.badges.delete(folder);
    }
    this.listings.forEach((_, browser) => this.draw(browser));
  }

  private follow(browser: FileBrowser): void {
    const listing = new MarkedListing(browser.node);
    this.listings.set(browser, listing);
    const changed = () => {
      this.draw(browser);
      this._changed.emit();
    };
    browser.model.pathChanged.connect(changed);
    browser.model.refreshed.connect(changed);
    const visibility = new IntersectionObserver(() => this._changed.emit());
    visibility.observe(browser.node);
    browser.disposed.connect(() => {
      visibility.disconnect();
      listing.dispose();
      this.listings.delete(browser);
    });
    changed();
  }

  private draw(browser: FileBrowser): void {
    const folder = this.folderOf(browser);
    this.listings.get(browser)?.show(folder === null ? undefined : this.badges.get(folder));
  }

  /**
   * Return the folder that a file browser shows; null for another drive: its files are not on Jupyter's disk. With
   * jupyter-collaboration, Jupyter's own files have a drive, too.
   */
  private folderOf({ model: { path } }: FileBrowser): string | null {
    const drive = this.contents.driveName(path);
    return drive === '' || drive === COLLABORATION_DRIVE ? localPath(path) : null;
  }
}
