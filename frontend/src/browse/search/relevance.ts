import { codeOf, EntityItem, titleOf } from '../entities/entityItem';

/** How well the title, code or permId of an item fits a text. */
enum Fit {
  /** openBIS has found it by something else, e.g. a property. */
  None,
  Words,
  Phrase,
  WholeWords,
  Beginning,
  Exact
}

/** Return items in the order of how well they fit a text; those that fit as well as each other stay in their order. */
export function byRelevance(items: ReadonlyArray<EntityItem>, text: string): EntityItem[] {
  const wanted = comparable(text);
  const fits = new Map(items.map(each => [each, fitOf(each, wanted)]));
  return [...items].sort((one, other) => fits.get(other)! - fits.get(one)!);
}

function fitOf(item: EntityItem, wanted: string): Fit {
  const names = [titleOf(item), codeOf(item), item.permId, item.identifier ?? ''].map(comparable);
  return Math.max(...names.map(name => fitOfName(name, wanted)));
}

function fitOfName(name: string, wanted: string): Fit {
  if (name === wanted) {
    return Fit.Exact;
  }
  if (name.includes(wanted)) {
    const hasWords = ` ${wordsOf(name).join(' ')} `.includes(` ${wordsOf(wanted).join(' ')} `);
    const isBeginning = hasWords && name.startsWith(wanted);
    return isBeginning ? Fit.Beginning : hasWords ? Fit.WholeWords : Fit.Phrase;
  }
  return wordsOf(wanted).every(word => name.includes(word)) ? Fit.Words : Fit.None;
}

function comparable(text: string): string {
  return text.trim().toLowerCase();
}

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
