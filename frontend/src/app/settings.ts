import { ISettingRegistry } from '@jupyterlab/settingregistry';

import { Model } from '../common/models/model';

/** The user's settings (`schema/plugin.json`). */
export class SettingsModel extends Model {
  defaultConnection = '';
  /** Relative to Jupyter's root folder; empty: the folder of the notebook. */
  downloadFolder = '';
  /** What new folders of downloaded data sets are called. */
  folderNames: 'name' | 'permId' = 'name';
  pageSize = 50;

  /** Read the settings now and after each change. */
  follow(settings: ISettingRegistry.ISettings): void {
    const read = () => {
      this.defaultConnection = settings.get('defaultConnection').composite as string;
      this.downloadFolder = settings.get('downloadFolder').composite as string;
      this.folderNames = settings.get('folderNames').composite === 'permId' ? 'permId' : 'name';
      this.pageSize = settings.get('pageSize').composite as number;
      this.emitChanged();
    };
    settings.changed.connect(read);
    read();
  }
}
