import React, { useEffect, useState } from 'react';

import { useServices } from '../app/services';

/**
 * A PDF document, in the browser's own viewer. The type is fixed here: the content is never a page with the rights of
 * Jupyter.
 */
export function PdfView({ data, name }: { data: string; name: string }): JSX.Element {
  const { trans } = useServices();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
    setAddress(url);
    return () => URL.revokeObjectURL(url);
  }, [data]);
  return (
    <div className="jp-openbis-viewer-main">
      {address && (
        <object type="application/pdf" data={address} aria-label={name}>
          <p>{trans.__('This browser shows no PDF documents. Download the file instead.')}</p>
        </object>
      )}
    </div>
  );
}
