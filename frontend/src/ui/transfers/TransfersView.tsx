import React from 'react';

import { useServices } from '../services';

export function TransfersView(): JSX.Element {
  const { trans } = useServices();
  return <p>{trans.__('TransfersView')}</p>;
}
