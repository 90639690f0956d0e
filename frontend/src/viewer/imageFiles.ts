/** Names of images that can be previewed. */
const IMAGE = /\.(png|jpe?g|gif|webp|tiff?|stk|lsm|svs)$/i;

export function isImageName(path: string): boolean {
  return IMAGE.test(path);
}

export function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}
