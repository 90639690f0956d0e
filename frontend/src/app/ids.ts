/** Ids of plugins, panel and commands in JupyterLab. */

export const PLUGIN = 'jupyter-openbis:plugin';
export const COMMANDS_PLUGIN = 'jupyter-openbis:commands';
export const PANEL = 'jupyter-openbis-panel';

/** The domain of the translation catalogues. */
export const DOMAIN = 'jupyter_openbis_server';

export const Commands = {
  open: 'openbis:open',
  connections: 'openbis:connections',
  browse: 'openbis:browse',
  transfers: 'openbis:transfers',
  download: 'openbis:download',
  upload: 'openbis:upload',
  uploadSelected: 'openbis:upload-selected',
  publish: 'openbis:publish',
  saveRequirements: 'openbis:save-requirements'
} as const;
