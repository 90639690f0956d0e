import { SavedEnvironment } from '../api';

/** The files that the server has written to a folder. */
export function savedEnvironment(folder: string, changes: Partial<SavedEnvironment> = {}): SavedEnvironment {
  const texts = {
    [`${folder}/requirements.txt`]: 'numpy==2.1.0',
    [`${folder}/runtime.txt`]: 'python-3.11'
  };
  return { files: Object.keys(texts), texts, packages: 1, comments: [], ...changes };
}
