// Writes build/core/package.json: which packages JupyterLab itself provides at run time, and from which versions on.
// The metadata of one release would ask for that release or later; what this extension uses is there in all of 4.x.
import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';

const core = createRequire(import.meta.url)('@jupyterlab/core-meta/core.package.json');
const anyOfMajor = ranges =>
  Object.fromEntries(
    Object.entries(ranges).map(([name, range]) => [
      name,
      range.replace(/^[~^]?(\d+)\.\d+\.\d+.*$/, '^$1.0.0')
    ])
  );

core.dependencies = anyOfMajor(core.dependencies);
core.resolutions = anyOfMajor(core.resolutions);
mkdirSync('build/core', { recursive: true });
writeFileSync('build/core/package.json', JSON.stringify(core, null, 2));
