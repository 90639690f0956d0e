import React from 'react';

/** A link to another page, which opens in a tab of its own. Anything but http and https is no more than text. */
export function ExternalLink({ url, children }: { url: string; children: React.ReactNode }): JSX.Element {
  return isWebAddress(url) ? (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  ) : (
    <>{children}</>
  );
}

function isWebAddress(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}
