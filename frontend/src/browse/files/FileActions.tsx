import React from 'react';

import { useServices } from '../../app/services';
import { useReadOnly } from '../../connections/useReadOnly';
import { InsertCode } from '../../notebook/code/InsertCode';
import { FilePlace } from '../../transfers/download/filePlace';
import { FileTreeModel } from './fileTree';
import { FileNameForm } from './FileNameForm';
import { useNameForm } from './useNameForm';
import { useTargetFolder } from './useTargetFolder';

interface Props {
  place: FilePlace;
  tree: FileTreeModel;
}

/** Buttons for the files of a sample or experiment. */
export function FileActions({ place, tree }: Props): JSX.Element {
  const readOnly = useReadOnly();
  return (
    <>
      {tree.totals?.files ? <ReadingButtons place={place} /> : null}
      {readOnly === null && <AddingButtons place={place} tree={tree} />}
    </>
  );
}

function ReadingButtons({ place }: { place: FilePlace }): JSX.Element {
  const { trans, selection, navigation } = useServices();
  const { connection, permId } = place;
  const download = () => {
    selection.download([place]);
    navigation.startTask('download');
  };
  return (
    <InsertCode target={{ connection, permId, isOfOwner: true }}>
      <button type="button" className="jp-openbis-button jp-mod-styled" onClick={download}>
        {trans.__('Download all…')}
      </button>
    </InsertCode>
  );
}

function AddingButtons({ place, tree }: Props): JSX.Element {
  const { trans, fileUploads, fileChanges, navigation } = useServices();
  const folder = useTargetFolder(place, tree);
  const form = useNameForm();
  const upload = () => {
    fileUploads.begin(place, folder);
    navigation.startTask('uploadFiles');
  };
  const create = (name: string) =>
    form.submit(() => fileChanges.createFolder(place, folder ? `${folder}/${name}` : name));
  return (
    <div className="jp-openbis-buttons">
      <button type="button" className="jp-openbis-button jp-mod-styled" onClick={upload}>
        {trans.__('Upload…')}
      </button>
      <button
        ref={form.opener}
        type="button"
        className="jp-openbis-button jp-mod-styled"
        aria-expanded={form.isOpen}
        onClick={form.toggle}
      >
        {trans.__('New folder…')}
      </button>
      {form.isOpen && (
        <FileNameForm
          label={
            folder ? trans.__('Name of the new folder in %1', folder) : trans.__('Name of the new folder')
          }
          name=""
          verb={trans.__('Create')}
          action={form.action}
          onSubmit={name => void create(name)}
          onCancel={form.close}
        />
      )}
    </div>
  );
}
