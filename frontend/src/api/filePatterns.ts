import { PATTERN_CHARACTERS } from './schema';

const SPECIAL = new RegExp(`[${PATTERN_CHARACTERS.replace(/[\\\]^-]/g, '\\$&')}]`, 'g');

/** Return the pattern that matches only this path: characters with a meaning in patterns are put in brackets. */
export function patternOf(path: string): string {
  return path.replace(SPECIAL, '[$&]');
}
