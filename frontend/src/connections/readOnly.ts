import { TranslationBundle } from '@jupyterlab/translation';

import { ConnectionsModel } from './connections';

/** Return why nothing can be changed in openBIS, as a sentence; null if changes are allowed. */
export function readOnlyReason({ readOnly }: ConnectionsModel, trans: TranslationBundle): string | null {
  return readOnly
    ? trans.__('This Jupyter server only reads from openBIS: changes and uploads are switched off.')
    : null;
}
