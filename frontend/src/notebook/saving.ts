import { Notebook } from '../host/host';

/** Save unsaved changes: the server sends files as they are on the disk. */
export async function saveChanges(notebook: Notebook | null): Promise<void> {
  if (notebook?.hasUnsavedChanges) {
    await notebook.save();
  }
}
