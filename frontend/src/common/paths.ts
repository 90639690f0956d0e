/**
 * Paths as the host, Jupyter and a notebook have them.
 *
 * Paths of the host are absolute, e.g. `/home/alice/data` or `C:\Users\alice\data`. Jupyter's have `/` between their
 * parts, no `/` at the beginning, and are relative to its root folder, which is the empty text.
 */

/** Jupyter's path of something on the host; null when it does not lie in Jupyter's root folder, or nobody knows that. */
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

/** The host's path of something in Jupyter's root folder. */
export function onHost(root: string, path: string): string {
  const separator = isWindowsPath(root) && root.includes('\\') ? '\\' : '/';
  const rest = path.split('/').filter(Boolean).join(separator);
  const isClosed = root.endsWith('/') || root.endsWith(separator);
  return rest ? `${root}${isClosed ? '' : separator}${rest}` : root;
}

/** Whether a path is one of the host, of whichever system. */
export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || isWindowsPath(path);
}

/** The folder that a path of Jupyter's lies in. */
export function folderOf(path: string): string {
  return path.split('/').filter(Boolean).slice(0, -1).join('/');
}

/** The last part of a path of Jupyter's. */
export function nameOf(path: string): string {
  return path.split('/').filter(Boolean).slice(-1)[0] ?? '';
}

/** How to get from a folder to a path, both Jupyter's: `raw/run 1`, `../raw`, or `.` for the folder itself. */
export function relativeTo(folder: string, path: string): string {
  const from = folder.split('/').filter(Boolean);
  const to = path.split('/').filter(Boolean);
  let common = 0;
  while (common < from.length && common < to.length && from[common] === to[common]) {
    common += 1;
  }
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/') || '.';
}

/** Where a relative path leads to from a folder of Jupyter's; null when that is not in its root folder. */
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

/** `C:\…`, `C:/…` and `\\server\share\…`. On other systems, `\` is a letter like others. */
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
