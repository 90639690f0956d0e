import { useEffect, useState } from 'react';

/** Return the last text that was unchanged for some milliseconds. */
export function useDebounced(text: string, pause = 300): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause);
    return () => clearTimeout(timer);
  }, [text, pause]);
  return settled;
}
