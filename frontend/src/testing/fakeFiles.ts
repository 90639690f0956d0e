import { ApiError, Details, FileRow, FileRows } from '../api';
import { FakeServer } from './fakeServer';

/** Time of the last change of all files. */
export const MODIFIED = '2023-03-15T10:00:00+00:00';

/** Details of a sample in an openBIS that has a file server. */
export function sampleDetails(changes: Partial<Details> = {}): Details {
  return {
    kind: 'sample',
    permId: 'PS1',
    identifier: '/YEAST/S1',
    type: 'STRAIN',
    $NAME: 'Wild type',
    properties: [],
    owner: null,
    parents: [],
    children: [],
    childrenCount: 0,
    registrator: 'alice',
    registrationDate: MODIFIED,
    modificationDate: null,
    hasFileServer: true,
    hasAfsFiles: true,
    remark: null,
    elnUrl: '',
    dataSet: null,
    ...changes
  };
}

/**
 * Let a server list the files of a sample.
 *
 * @param sizes Sizes by path; folders end with `/`. Changes of the object are listed, too. Without any entry, the server
 *   answers that there are no files.
 */
export function withFiles(server: FakeServer, permId: string, sizes: Record<string, number>): FakeServer {
  return server.on('GET', new RegExp(`^files/lab/${permId}\\?`), (_: never, path: string) => {
    const asked = new URLSearchParams(path.split('?')[1]);
    return Object.keys(sizes).length
      ? listing(sizes, asked.get('folder') ?? '', Number(asked.get('start_with')), Number(asked.get('count')))
      : new ApiError(404, `sample ${permId} has no files of its own`, 'no-files-of-owner');
  });
}

function listing(sizes: Record<string, number>, folder: string, start: number, count: number): FileRows {
  const before = folder && `${folder}/`;
  const inside = Object.entries(sizes).filter(([path]) => path.startsWith(before) && path !== before);
  const names = new Set(inside.map(([path]) => /^[^/]*\/?/.exec(path.slice(before.length))![0]));
  const rows = [...names].sort().map(name => row(sizes, before + name));
  const files = inside.filter(([path]) => !path.endsWith('/'));
  return {
    folder,
    files: rows.slice(start, start + count),
    start_with: start,
    count: Math.min(count, rows.length - start),
    totalCount: rows.length,
    totalFiles: files.length,
    totalBytes: sum(files)
  };
}

function row(sizes: Record<string, number>, path: string): FileRow {
  const files = Object.entries(sizes).filter(
    ([each]) => !each.endsWith('/') && (each === path || (path.endsWith('/') && each.startsWith(path)))
  );
  const plain = path.replace(/\/$/, '');
  return {
    name: plain.split('/').pop()!,
    path: plain,
    isFolder: path.endsWith('/'),
    size: sum(files),
    files: files.length,
    modified: MODIFIED
  };
}

function sum(files: [string, number][]): number {
  return files.reduce((total, [, size]) => total + size, 0);
}
