const MAX_NAME = 60;

/** Return the name of the file for the picture of a lineage, valid on all operating systems. */
export function pictureName(start: string): string {
  // eslint-disable-next-line no-control-regex
  const name = start.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, '_');
  return `lineage ${[...name].slice(0, MAX_NAME).join('').trim()}.svg`;
}
