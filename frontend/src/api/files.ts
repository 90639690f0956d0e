import { segment, Send } from './sending/requests';
import { components } from './schema';

type Schemas = components['schemas'];
type Change = Schemas['DeleteFilesRequest'] | Schemas['MoveFileRequest'] | Schemas['CreateFolderRequest'];

/**
 * Changes of the files that belong to a sample or experiment itself. `name` is that of the connection, `owner` the permId or
 * identifier; paths begin in the owner's folder.
 */
export class FilesApi {
  constructor(private readonly send: Send) {}

  /** Delete files and folders; openBIS keeps them in its trash. */
  delete(name: string, owner: string, paths: ReadonlyArray<string>): Promise<void> {
    return this.change(name, owner, { action: 'delete', paths: [...paths] });
  }

  /** Move or rename a file or folder. */
  move(name: string, owner: string, path: string, newPath: string): Promise<void> {
    return this.change(name, owner, { action: 'move', path, newPath });
  }

  createFolder(name: string, owner: string, path: string): Promise<void> {
    return this.change(name, owner, { action: 'createFolder', path });
  }

  private async change(name: string, owner: string, body: Change): Promise<void> {
    await this.send('POST', `files/${segment(name)}/${segment(owner)}`, body);
  }
}
