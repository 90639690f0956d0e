import { CodeTarget, Snippet } from './codeTarget';
import { pythonSnippets } from './pythonSnippets';
import { rSnippets } from './rSnippets';

const WRITERS: Record<string, (target: CodeTarget) => Snippet[]> = { python: pythonSnippets, r: rSnippets };

/** Code for a notebook in a language, the most useful first; none for a language that is not known here. */
export function snippetsFor(target: CodeTarget, language: string): Snippet[] {
  return WRITERS[language]?.(target) ?? [];
}

/** Whether there is code for a language. */
export function isKnownLanguage(language: string): boolean {
  return language in WRITERS;
}
