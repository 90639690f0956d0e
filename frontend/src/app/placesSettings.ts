import { ISettingRegistry } from '@jupyterlab/settingregistry';

import { AllPlaces } from '../browse/places/keptPlaces';
import { PlacesStore } from '../browse/places/places';
import { PLACES_SETTINGS } from './ids';

const KEY = 'places';

/**
 * Keeps places in a settings file of the user on the Jupyter server: for all browsers and workspaces, in JupyterLab and
 * Notebook 7. The settings editor does not show it. Without settings, they are kept until the page is reloaded.
 */
export function placesStore(registry: ISettingRegistry | null): PlacesStore {
  let inMemory: unknown = null;
  return {
    read: async () => (registry ? (await registry.reload(PLACES_SETTINGS)).get(KEY).user : inMemory),
    write: async (value: AllPlaces) => {
      if (registry) {
        await registry.set(PLACES_SETTINGS, KEY, value as never);
      } else {
        inMemory = value;
      }
    }
  };
}
