import React from 'react';

import { useServices } from '../services';

export function DownloadForm(): JSX.Element {
  const { trans } = useServices();
  return <p>{trans.__('DownloadForm')}</p>;
}
