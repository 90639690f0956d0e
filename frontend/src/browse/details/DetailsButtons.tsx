import React from 'react';

import { Details } from '../../api';
import { useServices } from '../../app/services';
import { CodeTarget } from '../../notebook/code/codeTarget';
import { InsertCode } from '../../notebook/code/InsertCode';
import { OpenNotebookButton } from '../../opening/OpenNotebookButton';
import { isPublication } from '../../opening/openings';
import { titleOfDetails } from '../entities/entityItem';
import { placeOfDataSet } from '../files/filePlaces';

interface Props {
  connection: string;
  details: Details;
  /** Whether the files are in the archive. */
  isArchived: boolean;
  /** More buttons. */
  children: React.ReactNode;
}

/**
 * Buttons of an item: for data sets, Download is the primary one, for published notebooks that which opens them. All else is
 * in the menu of the title.
 */
export function DetailsButtons({ connection, details, isArchived, children }: Props): JSX.Element {
  const { trans, selection, navigation } = useServices();
  const { dataSet, permId } = details;
  const isNotebook = isPublication(details);
  const isMain = !isArchived && !isNotebook;
  const download = () => {
    if (dataSet) {
      selection.download([placeOfDataSet(connection, dataSet)]);
      navigation.startTask('download');
    }
  };
  return (
    <Buttons target={dataSet && { connection, permId }}>
      {isNotebook && !isArchived && (
        <OpenNotebookButton
          target={{ connection, permId, publication: '', name: titleOfDetails(details) }}
          isMain
        />
      )}
      {dataSet && (
        <button
          type="button"
          className={`jp-openbis-button jp-mod-styled ${isMain ? 'jp-mod-accept' : ''}`}
          onClick={download}
        >
          {isArchived ? trans.__('Download… (in the archive)') : trans.__('Download…')}
        </button>
      )}
      {children}
    </Buttons>
  );
}

function Buttons({
  target,
  children
}: {
  target: CodeTarget | null;
  children: React.ReactNode;
}): JSX.Element {
  return target ? (
    <InsertCode target={target}>{children}</InsertCode>
  ) : (
    <div className="jp-openbis-buttons">{children}</div>
  );
}
