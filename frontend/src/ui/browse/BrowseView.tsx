import React from 'react';

import { useServices } from '../services';

export function BrowseView(): JSX.Element {
  const { trans } = useServices();
  return <p>{trans.__('BrowseView')}</p>;
}
