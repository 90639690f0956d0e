import { PERM_ID_PATTERN } from '../api';

const PERM_ID = new RegExp(PERM_ID_PATTERN);

/**
 * Return the permIds of data sets in a text that users paste: permIds and links to data sets, with white space,
 * commas or semicolons between them. Each occurs once. A link without a permId is unchanged: the server reports the error.
 */
export function permIdsIn(text: string): string[] {
  const named = text.split(/[\s,;]+/).filter(Boolean);
  return [...new Set(named.map(each => (isLink(each) ? (PERM_ID.exec(plain(each))?.[0] ?? each) : each)))];
}

function isLink(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** Decode the escapes of a URL. */
function plain(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}
