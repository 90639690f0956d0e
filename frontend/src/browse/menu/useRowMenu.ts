import React, { useMemo } from 'react';

import { FileRow } from '../../api';
import { useServices } from '../../app/services';
import { isMenuKey, ItemMenu, requestMenu } from '../../common/tree/itemMenu';
import { ItemKeys } from '../../common/tree/useTreeKeys';
import { FilePlace } from '../../transfers/download/filePlace';
import { EntityItem } from '../entities/entityItem';
import { EntityTarget, fileTarget, isFile, rowAttributes, RowTarget, targetOf } from './rowTarget';

/** The menu of the entities in a tree. */
export function useTreeMenu(connection: string): ItemMenu<EntityItem> {
  const { rowMenu } = useServices();
  return useMemo(
    () => ({
      attributesOf: ({ kind, permId }) => rowAttributes(kind, permId),
      prepare: (item, row) => rowMenu.open(targetOf(connection, item), row)
    }),
    [connection, rowMenu]
  );
}

/** The menu of the files of a place, with the keys that change them. */
export function useFileMenu(place: FilePlace, keys: ItemKeys<FileRow> | undefined): ItemMenu<FileRow> {
  const { rowMenu } = useServices();
  return {
    attributesOf: ({ isFolder }) => rowAttributes(isFolder ? 'folder' : 'file', place.permId),
    prepare: (file, row) =>
      rowMenu.open(
        {
          ...fileTarget(place, file),
          rename: keys && (() => keys.F2(file)),
          remove: keys && (() => keys.Delete(file))
        },
        row
      )
  };
}

/** Properties of an element outside of trees that make it a row with a menu. */
export interface RowProps extends Record<`data-${string}`, string | undefined> {
  onContextMenu?: React.MouseEventHandler<HTMLElement>;
  onKeyDown?: React.KeyboardEventHandler<HTMLElement>;
}

/** Return the properties of an element with the menu of a target: a list item, a heading. */
export function useRowMenu(target: RowTarget | null): RowProps {
  const { rowMenu } = useServices();
  if (target === null) {
    return {};
  }
  const permId = isFile(target) ? target.place.permId : (target as EntityTarget).permId;
  return {
    ...rowAttributes(target.what, permId),
    onContextMenu: event => rowMenu.open(target, event.currentTarget),
    onKeyDown: event => {
      if (isMenuKey(event)) {
        event.preventDefault();
        requestMenu(event.currentTarget, event.target as HTMLElement);
      }
    }
  } as RowProps;
}
