import React, { useId, useState } from 'react';

import { useServices } from '../app/services';
import { FieldProblems } from '../common/fields/FieldProblems';
import { FileName } from '../common/FileName';
import { CARET_DOWN, CROSS, Icon } from '../common/Icon';
import { useMenu } from '../common/hooks/useMenu';
import { MenuAction } from '../common/menu';
import { nameOf } from '../common/paths';
import { FileChooser } from './FileChooser';

interface Props {
  legend: string;
  files: ReadonlyArray<string>;
  onChange: (files: string[]) => void;
  errors?: string[];
  /** More entries of the menu. */
  more?: ReadonlyArray<MenuAction>;
  /** Elements below the button. */
  after?: React.ReactNode;
  /** Elements above the list. */
  children?: React.ReactNode;
}

/** Files and folders to send: from the file browser's selection, or chosen here. */
export function FilesField(props: Props): JSX.Element {
  const { legend, files, onChange, errors = [], more = [], after, children } = props;
  const { trans, host } = useServices();
  const [isOpen, setOpen] = useState(false);
  const [isNothingSelected, setNothingSelected] = useState(false);
  const id = useId();
  const addSelected = () => {
    const selected = host.selectedFiles;
    setNothingSelected(selected.length === 0);
    onChange([...new Set([...files, ...selected])]);
  };
  return (
    <fieldset
      tabIndex={-1}
      data-invalid={errors.length > 0 || undefined}
      aria-describedby={errors.length ? `${id}-errors` : undefined}
    >
      <legend>{legend}</legend>
      {children}
      <ul className="jp-openbis-files" aria-label={legend}>
        {files.map(path => (
          <FileItem key={path} path={path} onRemove={() => onChange(files.filter(each => each !== path))} />
        ))}
      </ul>
      <FieldProblems id={`${id}-errors`} errors={errors} />
      <AddButton
        entries={[
          isOpen
            ? { label: trans.__('Close the list of files'), act: () => setOpen(false) }
            : { label: trans.__('Choose files…'), act: () => setOpen(true) },
          { label: trans.__('Add from file browser'), act: addSelected },
          ...more
        ]}
      />
      <small role="status">{isNothingSelected && trans.__('Nothing is selected in the file browser.')}</small>
      <div id={`${id}-chooser`} hidden={!isOpen}>
        {isOpen && <FileChooser files={files} onChange={onChange} />}
      </div>
      {after}
    </fieldset>
  );
}

function AddButton({ entries }: { entries: ReadonlyArray<MenuAction> }): JSX.Element {
  const { trans } = useServices();
  const { button, isOpen, open } = useMenu(entries);
  return (
    <div className="jp-openbis-buttons">
      <button
        ref={button}
        type="button"
        className="jp-openbis-button jp-openbis-menu-button jp-mod-styled"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={open}
      >
        {trans.__('Add files…')} <Icon path={CARET_DOWN} />
      </button>
    </div>
  );
}

function FileItem({ path, onRemove }: { path: string; onRemove: () => void }): JSX.Element {
  const { trans } = useServices();
  return (
    <li>
      <FileName name={nameOf(path)} title={path} />
      <button
        type="button"
        className="jp-openbis-icon-button"
        aria-label={trans.__('Remove %1', path)}
        title={trans.__('Remove %1', path)}
        onClick={onRemove}
      >
        <Icon path={CROSS} />
      </button>
    </li>
  );
}
