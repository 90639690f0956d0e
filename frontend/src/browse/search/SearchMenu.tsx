import React from 'react';

import { useServices } from '../../app/services';
import { ELLIPSIS } from '../../common/Icon';
import { SEPARATOR } from '../../common/menu';
import { MenuButton } from '../../common/MenuButton';
import { useReadOnly } from '../../connections/useReadOnly';

/** What can be done besides searching. */
export function SearchMenu({ onSave }: { onSave: (() => void) | null }): JSX.Element {
  const { trans, selection, navigation } = useServices();
  const readOnly = useReadOnly();
  return (
    <MenuButton
      label={trans.__('More')}
      icon={ELLIPSIS}
      entries={[
        {
          label: trans.__('Download by permId…'),
          act: () => {
            selection.download([]);
            navigation.startTask('download');
          }
        },
        {
          label: trans.__('Upload data set…'),
          disabledReason: readOnly,
          act: () => navigation.startTask('upload')
        },
        SEPARATOR,
        {
          label: trans.__('Save this search…'),
          disabledReason: onSave ? null : trans.__('Search for something first.'),
          act: () => onSave?.()
        }
      ]}
    />
  );
}
