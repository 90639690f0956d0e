/// <reference types="node" />
import { existsSync, readdirSync, readFileSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';
import ts from 'typescript';

/**
 * Parts of `src` from the bottom up: a part imports from itself and from parts before it. `services` is the table of all
 * services, which views of features use; their models do not.
 */
const ORDER = [
  'api',
  'host',
  'common',
  'connections',
  'properties',
  'notebook',
  'transfers',
  'viewer',
  'opening',
  'browse',
  'lineage',
  'trace',
  'upload',
  'sync',
  'publish',
  'changes',
  'extensions',
  'app'
];
const SERVICES = 'app/services.tsx';

/** Source modules directly in one folder. */
const MAX_MODULES = 15;

const imports = readImports();

test('imports between parts follow their order', () => {
  const isWrong = (from: string, to: string) =>
    level(from) >= 0 && level(to) > level(from) && !(to === SERVICES && isFeatureView(from));
  expect(edges().filter(([from, to]) => isWrong(from, to))).toEqual([]);
});

test('every folder is part of the order', () => {
  const folders = readdirSync(__dirname, { withFileTypes: true }).filter(each => each.isDirectory());
  expect(folders.map(each => each.name).sort()).toEqual([...ORDER, 'testing'].sort());
});

test('modules do not import each other in cycles', () => {
  expect([...imports.keys()].flatMap(cycleFrom)).toEqual([]);
});

test('no folder has too many modules', () => {
  const counts = new Map<string, number>();
  [...imports.keys()].forEach(path => counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1));
  expect([...counts].filter(([, count]) => count > MAX_MODULES)).toEqual([]);
});

/** Imports of `./tree` and `./Tree` would be the same on file systems of macOS and Windows. */
test('names of modules in one folder differ by more than upper and lower case', () => {
  const names = [...imports.keys()].map(path => path.replace(/\.tsx?$/, '').toLowerCase());
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

/** Components and hooks: they are drawn inside of `ServicesProvider`. */
function isFeatureView(path: string): boolean {
  const name = path.split('/').pop() ?? '';
  return level(path) > level('common') && (name.endsWith('.tsx') || name.startsWith('use'));
}

function level(path: string): number {
  return ORDER.indexOf(path.split('/')[0]);
}

function edges(): [from: string, to: string][] {
  return [...imports].flatMap(([from, all]) => all.map(to => [from, to] as [string, string]));
}

/** The shortest cycle through a module, reported at the first of its modules. */
function cycleFrom(start: string): string[][] {
  const paths = [[start]];
  const seen = new Set<string>();
  for (const path of paths) {
    for (const next of imports.get(path[path.length - 1]) ?? []) {
      if (next === start) {
        return [...path].sort()[0] === start ? [[...path, start]] : [];
      }
      if (!seen.has(next)) {
        seen.add(next);
        paths.push([...path, next]);
      }
    }
  }
  return [];
}

/** Each source module of `src`, and the modules of `src` that it imports, types included. */
function readImports(): Map<string, string[]> {
  const modules = (readdirSync(__dirname, { recursive: true }) as string[])
    .map(path => path.replace(/\\/g, '/'))
    .filter(path => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\.d\.ts$|^testing\//.test(path));
  return new Map(modules.map(path => [path, importsOf(path)]));
}

function importsOf(path: string): string[] {
  const source = readFileSync(join(__dirname, path), 'utf8');
  return ts
    .preProcessFile(source)
    .importedFiles.map(each => each.fileName)
    .filter(name => name.startsWith('.'))
    .flatMap(name => fileOf(resolve(__dirname, dirname(path), name)))
    .map(file => relative(__dirname, file).replace(/\\/g, '/'))
    .filter(file => !file.startsWith('..'));
}

function fileOf(base: string): string[] {
  return ['.ts', '.tsx', '/index.ts']
    .map(ending => base + ending)
    .filter(existsSync)
    .slice(0, 1);
}
