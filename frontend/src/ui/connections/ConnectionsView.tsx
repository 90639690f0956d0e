import React from 'react';

import { useServices } from '../services';

export function ConnectionsView(): JSX.Element {
  const { trans } = useServices();
  return <p>{trans.__('ConnectionsView')}</p>;
}
