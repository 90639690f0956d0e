/// <reference types="node" />
import { execFileSync } from 'child_process';
import { join } from 'path';

/** `npm run strings` brings them up to date; what it adds is to be translated. */
test('every catalogue has a fitting translation of every text, and no other ones', () => {
  const check = () =>
    execFileSync(process.execPath, [join('scripts', 'strings.mjs'), '--check'], { stdio: 'pipe' });
  expect(check).not.toThrow();
});
