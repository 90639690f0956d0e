import React, { useId } from 'react';

import { creatableIn, Details, TYPED_KINDS } from '../../api';
import { useServices } from '../../app/services';
import { useReadOnly } from '../../connections/useReadOnly';
import { titleOfDetails } from '../entities/entityItem';
import { creationPlace } from './creationPlace';

interface Props {
  connection: string;
  details: Details;
}

/** Buttons that change an item, or create something in it; disabled where the server only reads. */
export function ChangeButtons({ connection, details }: Props): JSX.Element {
  const { trans, edits, creations, navigation } = useServices();
  const id = useId();
  const readOnly = useReadOnly();
  const { kind, permId, type } = details;
  const place = creatableIn(details).length ? creationPlace(details) : null;
  const buttons: [string, () => void][] = [];
  if (TYPED_KINDS.includes(kind) && type !== null) {
    buttons.push([
      trans.__('Edit…'),
      () => {
        edits.begin({ connection, kind, permId });
        navigation.startTask('edit');
      }
    ]);
  }
  if (place) {
    buttons.push([
      trans.__('New object…'),
      () => {
        creations.begin({ connection, kind, permId, title: titleOfDetails(details), ...place });
        navigation.startTask('create');
      }
    ]);
  }
  return (
    <>
      {buttons.map(([label, act]) => (
        <button
          key={label}
          type="button"
          className="jp-openbis-button jp-mod-styled"
          disabled={readOnly !== null}
          aria-describedby={readOnly ? id : undefined}
          onClick={act}
        >
          {label}
        </button>
      ))}
      {buttons.length > 0 && readOnly && <small id={id}>{readOnly}</small>}
    </>
  );
}
