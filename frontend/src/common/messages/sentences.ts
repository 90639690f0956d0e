import { TranslationBundle } from '@jupyterlab/translation';

/** A sentence of the server, and the text of the panel. */
export interface Sentence {
  /** Its groups are the variable parts. */
  pattern: RegExp;
  words: (trans: TranslationBundle, ...parts: string[]) => string;
}

export function sentence(pattern: Sentence['pattern'], words: Sentence['words']): Sentence {
  return { pattern, words };
}

/** Any text. */
export const ANY = /^(.*)$/s;

/** Return the panel's text for the first sentence that matches; null if none does. */
export function translated(
  text: string,
  sentences: Iterable<Sentence>,
  trans: TranslationBundle
): string | null {
  for (const { pattern, words } of sentences) {
    const found = pattern.exec(text);
    if (found) {
      return words(trans, ...found.slice(1));
    }
  }
  return null;
}
