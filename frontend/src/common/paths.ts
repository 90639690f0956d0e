/**
 * Paths of the host, of Jupyter, and relative to a notebook.
 *
 * Paths of the host are absolute, e.g. `/home/alice/data` or `C:\Users\alice\data`. Jupyter's have `/` between their
 * parts, no `/` at the beginning, and are relative to its root folder, which is the empty text.
 */

/** Return Jupyter's path of a path of the host; null if it is outside Jupyter's root folder, or the root is unknown. */
export function belowRoot(root: string, absolute: string): string | null {
  if (!isAbsolute(root) || !isAbsolute(absolute)) {
    return null;
  }
  const isWindows = isWindowsPath(root);
  const above = parts(root, isWindows);
  const all = parts(absolute, isWindows);
  if (isWindows !== isWindowsPath(absolute) || all.length < above.length) {
    return null;
  }
  const same = (a: string, b: string) => (isWindows ? a.toLowerCase() === b.toLowerCase() : a === b);
  return above.every((part, index) => same(part, all[index])) ? all.slice(above.length).join('/') : null;
}

/** Whether a path is absolute, on any operating system. */
export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || isWindowsPath(path);
}

/** Return the folder of a Jupyter path. */
export function folderOf(path: string): string {
  return path.split('/').filter(Boolean).slice(0, -1).join('/');
}

/** Return the last part of a Jupyter path. */
export function nameOf(path: string): string {
  return path.split('/').filter(Boolean).slice(-1)[0] ?? '';
}

/** Return a path relative to a folder, both Jupyter paths: `raw/run 1`, `../raw`, or `.` for the folder itself. */
export function relativeTo(folder: string, path: string): string {
  const from = folder.split('/').filter(Boolean);
  const to = path.split('/').filter(Boolean);
  let common = 0;
  while (common < from.length && common < to.length && from[common] === to[common]) {
    common += 1;
  }
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/') || '.';
}

/** Resolve a relative path from a folder, a Jupyter path; null if it is outside the root folder. */
export function resolved(folder: string, path: string): string | null {
  const found = folder.split('/').filter(Boolean);
  for (const part of path.split('/').filter(each => each && each !== '.')) {
    if (part !== '..') {
      found.push(part);
    } else if (found.pop() === undefined) {
      return null;
    }
  }
  return found.join('/');
}

/** `C:\…`, `C:/…` and `\\server\share\…`. On other systems, `\` is an ordinary character. */
function isWindowsPath(path: string): boolean {
  return /^([A-Za-z]:([\\/]|$)|\\\\)/.test(path);
}

function parts(absolute: string, isWindows: boolean): string[] {
  const found: string[] = [];
  for (const part of absolute.split(isWindows ? /[\\/]+/ : /\/+/)) {
    if (part === '..') {
      found.pop();
    } else if (part && part !== '.') {
      found.push(part);
    }
  }
  return found;
}
