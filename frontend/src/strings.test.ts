/// <reference types="node" />
import { execFileSync } from 'child_process';
import { join } from 'path';

/** `npm run strings` updates them; new texts need a translation. */
test('every catalogue has a valid translation of every text, and no others', () => {
  const check = () =>
    execFileSync(process.execPath, [join('scripts', 'strings.mjs'), '--check'], { stdio: 'pipe' });
  expect(check).not.toThrow();
});
