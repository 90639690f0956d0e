import { TranslationBundle } from '@jupyterlab/translation';
import { createContext, useContext } from 'react';

import { Host } from '../host/host';

/** Services that shared components use. */
export interface CommonServices {
  trans: TranslationBundle;
  host: Host;
  navigation: {
    /** Show the login of the current connection. */
    requestLogin(): void;
  };
}

/** Set once, around the panel; its value has the services of all features (`app/services.tsx`). */
export const ServicesContext = createContext<CommonServices | null>(null);

export function useCommonServices(): CommonServices {
  const services = useContext(ServicesContext);
  if (services === null) {
    throw new Error('ServicesContext has no value.');
  }
  return services;
}
