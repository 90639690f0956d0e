/** Ids of plugins, panel and commands in JupyterLab. */

export const PLUGIN = 'jupyter-openbis:plugin';
export const COMMANDS_PLUGIN = 'jupyter-openbis:commands';
/** Settings that the panel writes itself (`schema/places.json`). */
export const PLACES_SETTINGS = 'jupyter-openbis:places';
export const PANEL = 'jupyter-openbis-panel';

/** The domain of the translation catalogues. */
export const DOMAIN = 'jupyter_openbis_server';

export const Commands = {
  open: 'openbis:open',
  /** Of the notebook's toolbar. */
  start: 'openbis:start',
  connections: 'openbis:connections',
  browse: 'openbis:browse',
  notebook: 'openbis:notebook',
  transfers: 'openbis:transfers',
  download: 'openbis:download',
  upload: 'openbis:upload',
  uploadSelected: 'openbis:upload-selected',
  /** Of the palette: the selected folder, or the one that the file browser shows. */
  sync: 'openbis:sync',
  /** Of the menu of a folder in the file browser. */
  syncSelected: 'openbis:sync-selected',
  publish: 'openbis:publish',
  saveRequirements: 'openbis:save-requirements',
  /** Of links from openBIS; not in the palette. */
  openLink: 'openbis:open-link'
} as const;

/** Prefix of the commands in the menu of rows; they are not in the palette. */
export const ROW_COMMANDS = 'openbis:row-';
