import React from 'react';

import { useServices } from '../services';

export function UploadForm(): JSX.Element {
  const { trans } = useServices();
  return <p>{trans.__('UploadForm')}</p>;
}
