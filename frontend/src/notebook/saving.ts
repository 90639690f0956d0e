import { Notebook } from '../host/host';

/** Save what has not been saved yet: the server sends files as they are on the disk. */
export async function saveChanges(notebook: Notebook | null): Promise<void> {
  if (notebook?.hasUnsavedChanges) {
    await notebook.save();
  }
}
