import { useServices } from '../app/services';
import { useLoaded } from '../common/hooks/useLoaded';
import { folderOf, isImageName } from './imageFiles';
import { ViewedFile } from './viewer';

/** Return the paths of the images in the folder of an image, in order; empty for other files and while it loads. */
export function useFolderImages({ place, path }: ViewedFile): string[] {
  const { api } = useServices();
  const { connection, permId } = place;
  const folder = folderOf(path);
  const key = isImageName(path) ? [connection, permId, folder].join('\n') : null;
  const { value } = useLoaded(key, async signal => {
    const files = await api.browsing.allFiles(connection, permId, folder, signal);
    return files.filter(each => !each.isFolder && isImageName(each.path)).map(each => each.path);
  });
  return value ?? [];
}
