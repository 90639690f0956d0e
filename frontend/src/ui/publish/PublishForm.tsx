import React from 'react';

import { useServices } from '../services';

export function PublishForm(): JSX.Element {
  const { trans } = useServices();
  return <p>{trans.__('PublishForm')}</p>;
}
