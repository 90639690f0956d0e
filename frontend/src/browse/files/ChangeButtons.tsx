import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { useServices } from '../../app/services';
import { useAction } from '../../common/hooks/useAction';
import { nameOf } from '../../common/paths';
import { Problem } from '../../common/Problem';
import { FilePlace } from '../../transfers/download/filePlace';
import { withName } from './fileChanges';
import { FileTreeModel } from './fileTree';
import { NameForm } from './NameForm';
import { useNameForm } from './useNameForm';

/** Files that a question names; of the others, the number is shown. */
const MAX_NAMED = 5;

interface Props {
  place: FilePlace;
  paths: ReadonlyArray<string>;
}

/** Buttons that rename and delete files, where they can be changed. */
export function ChangeButtons(props: Props): JSX.Element | null {
  const { place, paths } = props;
  return place.owner === undefined ? null : <Buttons key={paths.join('\n')} {...props} />;
}

function Buttons({ place, paths }: Props): JSX.Element {
  const { trans, fileChanges } = useServices();
  const form = useNameForm();
  const name = nameOf(paths[0]);
  const rename = (to: string) => fileChanges.rename(place, paths[0], withName(paths[0], to));
  return (
    <>
      {paths.length === 1 && (
        <button
          ref={form.opener}
          type="button"
          className="jp-openbis-button jp-mod-styled"
          aria-expanded={form.isOpen}
          onClick={form.toggle}
        >
          {trans.__('Rename…')}
        </button>
      )}
      <DeleteButton place={place} paths={paths} />
      {form.isOpen && (
        <NameForm
          label={trans.__('New name of %1', name)}
          name={name}
          verb={trans.__('Rename')}
          action={form.action}
          onSubmit={to => void form.submit(() => rename(to))}
          onCancel={form.close}
        />
      )}
    </>
  );
}

function DeleteButton({ place, paths }: Props): JSX.Element {
  const { trans, host, browsing, fileChanges } = useServices();
  const action = useAction();
  const ask = async () => {
    action.reset();
    const choice = await host.ask({
      title:
        paths.length === 1
          ? trans.__('Delete %1?', nameOf(paths[0]))
          : trans.__('Delete %1 files and folders?', paths.length),
      text: trans.__(
        'From the files of %1: %2. openBIS keeps deleted files in its trash.',
        place.name,
        namesOf(paths, browsing.fileTree, trans)
      ),
      cancel: trans.__('Cancel'),
      choices: [{ label: trans.__('Delete'), value: 'delete', isDangerous: true }]
    });
    if (choice !== null) {
      await action.run(() => fileChanges.delete(place, paths));
    }
  };
  return (
    <>
      <button
        type="button"
        className="jp-openbis-button jp-mod-styled"
        disabled={action.isBusy}
        onClick={() => void ask()}
      >
        {action.isBusy ? trans.__('Deleting…') : trans.__('Delete…')}
      </button>
      <Problem error={action.error} />
    </>
  );
}

/** Return the paths as text, with the number of files in each folder. */
function namesOf(paths: ReadonlyArray<string>, tree: FileTreeModel | null, trans: TranslationBundle): string {
  const named = paths.slice(0, MAX_NAMED).map(path => {
    const item = tree?.find(path)?.item;
    return item?.isFolder ? trans._n('%2 with %1 file', '%2 with %1 files', item.files, path) : path;
  });
  const more = paths.length - named.length;
  return [...named, ...(more > 0 ? [trans.__('and %1 more', more)] : [])].join(', ');
}
