import React from 'react';

import { SyncPreference } from '../../api';
import { useServices } from '../../app/services';
import { Disclosure } from '../../common/Disclosure';
import { Checkbox } from '../../common/fields/Checkbox';
import { Field } from '../../common/fields/Field';
import { PREFERENCES, SyncDraft } from '../syncDraft';

interface Props {
  draft: SyncDraft;
  change: (changes: Partial<SyncDraft>) => void;
}

/** Deletions, and what few users need: files that are left out, and conflicts. */
export function SyncOptions({ draft, change }: Props): JSX.Element {
  const { trans } = useServices();
  const hasMore = draft.exclude !== '' || draft.hidden || draft.prefer !== 'neither';
  const [isOpen, setOpen] = React.useState(hasMore);
  return (
    <>
      <Checkbox
        label={trans.__('Delete what was deleted on the other side')}
        description={trans.__('It goes to a trash, here and in openBIS. Otherwise it is only reported.')}
        checked={draft.delete}
        onChange={checked => change({ delete: checked })}
      />
      <Disclosure title={trans.__('More options')} isOpen={isOpen} onToggle={setOpen}>
        <Field
          label={trans.__('Leave out')}
          description={trans.__('One pattern in a line, e.g. %1 or %2', '*.tmp', 'raw/old')}
        >
          {links => (
            <textarea
              {...links}
              className="jp-mod-styled"
              rows={2}
              spellCheck={false}
              value={draft.exclude}
              onChange={event => change({ exclude: event.target.value })}
            />
          )}
        </Field>
        <Checkbox
          label={trans.__('Include hidden files')}
          checked={draft.hidden}
          onChange={hidden => change({ hidden })}
        />
        <Conflicts {...{ draft, change }} />
      </Disclosure>
    </>
  );
}

/** What to do with files that both sides have changed. */
function Conflicts({ draft, change }: Props): JSX.Element {
  const { trans } = useServices();
  const labels: Record<SyncPreference, string> = {
    neither: trans.__('Keep both versions'),
    here: trans.__('Take the version of this folder'),
    openbis: trans.__('Take openBIS’s version')
  };
  return (
    <Field
      label={trans.__('If a file was changed here and in openBIS')}
      description={
        draft.prefer === 'neither'
          ? null
          : trans.__('For synchronising once. The other version goes to the trash.')
      }
    >
      {links => (
        <select
          {...links}
          className="jp-mod-styled"
          value={draft.prefer}
          onChange={event => change({ prefer: event.target.value as SyncPreference })}
        >
          {PREFERENCES.map(each => (
            <option key={each} value={each}>
              {labels[each]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
