import { MAX_ROWS } from '../api';
import { useServices } from '../app/services';
import { useLoaded } from '../common/hooks/useLoaded';
import { folderOf, isImageName } from './imageFiles';
import { ViewedFile } from './viewer';

/** Images of a folder that can be leafed through. */
const MAX_IMAGES = 10_000;

/** Return the paths of the images in the folder of an image, in order; empty for other files and while it loads. */
export function useFolderImages({ place, path }: ViewedFile): string[] {
  const { api } = useServices();
  const { connection, permId } = place;
  const folder = folderOf(path);
  const key = isImageName(path) ? [connection, permId, folder].join('\n') : null;
  const { value } = useLoaded(key, async signal => {
    const found: string[] = [];
    let start = 0;
    let total = 1;
    while (start < total && found.length < MAX_IMAGES) {
      const page = { start, count: MAX_ROWS };
      const { files, totalCount } = await api.browsing.files(connection, permId, folder, page, signal);
      const images = files.filter(each => !each.isFolder && isImageName(each.path));
      found.push(...images.map(each => each.path));
      start += files.length;
      total = files.length ? totalCount : start;
    }
    return found;
  });
  return value ?? [];
}
