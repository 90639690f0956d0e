// Finds the texts of the front end that are to be translated: literals given to `trans.__`, `_n`, `_p`, `_np`, texts of the
// schemas of the settings, and labels of the server's table of connection fields.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** Positions of context, text and plural among the arguments of a call. */
const CALLS = {
  __: { text: 0 },
  _n: { text: 0, plural: 1 },
  _p: { context: 0, text: 1 },
  _np: { context: 0, text: 1, plural: 2 }
};
const CONTEXT_END = '\u0004';
const SCHEMA_KEYS = ['title', 'description'];

/**
 * Every text, by the key under which catalogues have it.
 *
 * @param {string} root Folder of the front end.
 * @returns {{texts: Map<string, {plural?: string, places: string[]}>, problems: string[]}}
 */
export function collect(root) {
  const found = { texts: new Map(), problems: [] };
  for (const path of files(join(root, 'src'), /(?<!\.test)\.tsx?$/)) {
    collectCalls(path, relative(root, path), found);
  }
  for (const path of files(join(root, 'schema'), /\.json$/)) {
    collectSchema(JSON.parse(readFileSync(path, 'utf8')), relative(root, path), found);
  }
  const description = JSON.parse(readFileSync(join(root, '..', 'docs', 'openapi.json'), 'utf8'));
  for (const { name, label } of description['x-constants'].CONNECTION_FIELDS) {
    add(found, label, undefined, `connection field ${name}`);
  }
  return found;
}

function files(folder, pattern) {
  return readdirSync(folder, { recursive: true })
    .map(name => join(folder, name))
    .filter(path => pattern.test(path) && !path.includes(`${join('src', 'testing')}`))
    .sort();
}

function collectCalls(path, place, found) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = node => {
    const call = ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node;
    const where = call && Object.hasOwn(CALLS, call.expression.name.text) && CALLS[call.expression.name.text];
    if (where) {
      const [context, text, plural] = ['context', 'text', 'plural'].map(part =>
        part in where ? literal(call.arguments[where[part]]) : undefined
      );
      const line = `${place}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
      if ([context, text, plural].includes(null)) {
        found.problems.push(`${line}: only literal texts can be translated`);
      } else {
        add(found, context === undefined ? text : context + CONTEXT_END + text, plural, line);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** The text of a literal, also of one in several pieces; null for anything else. */
function literal(node) {
  if (node && ts.isStringLiteralLike(node)) {
    return node.text;
  }
  if (node && ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [literal(node.left), literal(node.right)];
    return left === null || right === null ? null : left + right;
  }
  return null;
}

/** Titles and descriptions of a schema and of its settings, where `src/app/settingsTexts.ts` translates them. */
function collectSchema(schema, place, found) {
  if (!schema['jupyter.lab.transform']) {
    return;
  }
  for (const each of [schema, ...Object.values(schema.properties ?? {})]) {
    SCHEMA_KEYS.filter(key => each[key]).forEach(key => add(found, each[key], undefined, place));
  }
}

function add({ texts, problems }, key, plural, place) {
  const known = texts.get(key);
  if (known && known.plural !== plural) {
    problems.push(`${place}: ${JSON.stringify(key)} has another plural, or none, at ${known.places[0]}`);
  }
  texts.set(key, { plural, places: [...(known?.places ?? []), place] });
}
