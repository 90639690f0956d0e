// Generates src/api/schema.ts from the description of the server's API: the types of requests and answers, and the rules
// that the server shares with the panel (`x-constants`). `npm run types` writes the file; `npm run types -- --check`
// changes nothing and fails if it is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DESCRIPTION = join(ROOT, '..', 'docs', 'openapi.json');
const TYPES = join(ROOT, 'src', 'api', 'schema.ts');
const HEAD = '// Generated from docs/openapi.json by `npm run types`: do not edit.\n\n';

const description = JSON.parse(readFileSync(DESCRIPTION, 'utf8'));
const written = HEAD + (await types(description)) + constants(description);
if (!process.argv.includes('--check')) {
  writeFileSync(TYPES, written);
} else if (readFileSync(TYPES, 'utf8') !== written) {
  console.error('src/api/schema.ts is not what docs/openapi.json describes; run: npm run types');
  process.exitCode = 1;
}

/** Only the schemas: the panel's calls are methods of src/api. */
async function types({ openapi, info, components: { schemas } }) {
  const nodes = await openapiTS(
    { openapi, info, paths: {}, components: { schemas } },
    {
      defaultNonNullable: false, // what has a default may be left out of a request
      emptyObjectsUnknown: true
    }
  );
  return astToString(nodes);
}

/** Each constant under the server's name, with its literal type. */
function constants({ 'x-constants': all }) {
  return Object.entries(all)
    .map(([name, value]) => `\nexport const ${name} = ${JSON.stringify(value, null, 2)} as const;\n`)
    .join('');
}
