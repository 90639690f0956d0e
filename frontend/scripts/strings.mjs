// Updates the catalogues: `npm run strings` adds new texts, with an empty list as translation, and removes unused ones;
// `npm run strings -- --check` changes nothing and fails if a translation is missing or invalid.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { collect } from './texts.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DOMAIN = 'jupyter_openbis_server';
const LANGUAGES = {
  de_DE: 'nplurals=2; plural=(n != 1);',
  fr_FR: 'nplurals=2; plural=(n > 1);'
};

const isCheck = process.argv.includes('--check');
const { texts, problems } = collect(ROOT);
for (const language of Object.keys(LANGUAGES)) {
  const path = join(ROOT, '..', DOMAIN, 'locale', language, 'LC_MESSAGES', `${DOMAIN}.json`);
  const catalogue = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  if (isCheck) {
    problems.push(...problemsOf(catalogue).map(problem => `${language}: ${problem}`));
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(updated(catalogue, language), null, 2)}\n`);
  }
}
problems.forEach(problem => console.error(problem));
process.exitCode = problems.length ? 1 : 0;

function updated(catalogue, language) {
  const head = { domain: DOMAIN, language: language.replace('_', '-'), plural_forms: LANGUAGES[language] };
  const keys = [...texts.keys()].sort();
  return { '': head, ...Object.fromEntries(keys.map(key => [key, catalogue[key] ?? []])) };
}

function problemsOf(catalogue) {
  const stale = Object.keys(catalogue).filter(key => key && !texts.has(key));
  return [
    ...stale.map(key => `${JSON.stringify(key)} is used nowhere`),
    ...[...texts].flatMap(([key, { plural, places }]) => {
      const problem = problemOf(key, plural, catalogue[key]);
      return problem ? [`${JSON.stringify(key)} (${places[0]}) ${problem}`] : [];
    })
  ];
}

/** Return the problem of a translation, if any. */
function problemOf(key, plural, translation) {
  if (!translation?.length || !translation.every(Boolean)) {
    return 'is not translated';
  }
  if (translation.length !== (plural === undefined ? 1 : 2)) {
    return `needs ${plural === undefined ? 'one form' : 'two forms'}`;
  }
  const wanted = placeholders(key + (plural ?? ''));
  const strange = translation.filter(form => !placeholders(form).every(each => wanted.includes(each)));
  const last = placeholders(translation.at(-1));
  return strange.length || !wanted.every(each => last.includes(each)) ? 'has other placeholders' : null;
}

function placeholders(text) {
  return text.match(/%\d+/g) ?? [];
}
