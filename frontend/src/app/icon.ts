import { LabIcon } from '@jupyterlab/ui-components';

// A flask in the colours of the theme.
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" d="M9 2h6v2h-1v5.2l5.7 9.6A2.1 2.1 0 0 1 17.9 22H6.1a2.1 2.1 0 0 1-1.8-3.2L10 9.2V4H9zm3 7.8L8.3 16h7.4z"/>
</svg>`;

export const openbisIcon = new LabIcon({ name: 'jupyter-openbis:openbis', svgstr: SVG });
