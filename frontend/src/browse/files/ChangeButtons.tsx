import React from 'react';

import { useServices } from '../../app/services';
import { Problem } from '../../common/Problem';
import { useReadOnly } from '../../connections/useReadOnly';
import { FilePlace } from '../../transfers/download/filePlace';
import { RenameForm } from './RenameForm';
import { useDeletion } from './useDeletion';
import { useNameForm } from './useNameForm';

interface Props {
  place: FilePlace;
  paths: ReadonlyArray<string>;
}

/** Buttons that rename and delete files, where they can be changed and the server allows it. */
export function ChangeButtons(props: Props): JSX.Element | null {
  const { place, paths } = props;
  const readOnly = useReadOnly();
  return place.owner === undefined || readOnly !== null ? null : (
    <Buttons key={paths.join('\n')} {...props} />
  );
}

function Buttons({ place, paths }: Props): JSX.Element {
  const { trans } = useServices();
  const form = useNameForm();
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
      {form.isOpen && <RenameForm place={place} path={paths[0]} onDone={form.toggle} onCancel={form.close} />}
    </>
  );
}

function DeleteButton({ place, paths }: Props): JSX.Element {
  const { trans } = useServices();
  const { action, ask } = useDeletion(place);
  return (
    <>
      <button
        type="button"
        className="jp-openbis-button jp-mod-styled"
        disabled={action.isBusy}
        onClick={() => void ask(paths)}
      >
        {action.isBusy ? trans.__('Deleting…') : trans.__('Delete…')}
      </button>
      <Problem error={action.error} />
    </>
  );
}
