import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { Details } from '../../api';
import { sampleDetails, withFiles } from '../../testing/fakeFiles';
import { dataSet } from '../../testing/fakeTree';
import { FakeServices, fakeServices, renderWith } from '../../testing/render';
import { entityDetails } from '../../testing/types';
import { DetailsButtons } from './DetailsButtons';
import { PublishedNotebooks } from './PublishedNotebooks';

const OPEN = 'Open notebook with its data…';
const FIRST = 'growth 2026-03-01 14-05-09';
const SECOND = 'growth 2026-03-02 08-00-00';

let services: FakeServices;

beforeEach(() => {
  services = fakeServices();
});

describe('Published notebooks in the files of a sample', () => {
  const show = async (details: Details) => {
    renderWith(services, <PublishedNotebooks connection="lab" details={details} />);
    await act(async () => undefined);
  };

  it('are listed, the newest first, and each can be opened', async () => {
    const sizes = {
      [`${FIRST}/growth.ipynb`]: 7,
      [`${SECOND}/growth.ipynb`]: 7,
      'images/a.png': 1,
      'x.txt': 1
    };
    withFiles(services.server, 'PS1', sizes);
    await show(sampleDetails());
    expect(screen.getAllByRole('listitem').map(each => each.textContent)).toEqual([
      `${SECOND} ${OPEN}`,
      `${FIRST} ${OPEN}`
    ]);
    await userEvent.click(screen.getAllByRole('button', { name: OPEN })[1]);
    expect(services.navigation.task).toBe('openNotebook');
    expect(services.openings.target).toEqual({
      connection: 'lab',
      permId: 'PS1',
      publication: FIRST,
      name: FIRST
    });
  });

  it('are found behind a thousand other files', async () => {
    const files = Object.fromEntries(Array.from({ length: 1200 }, (_, index) => [`a-${index}.txt`, 1]));
    withFiles(services.server, 'PS1', { ...files, [`${FIRST}/growth.ipynb`]: 7 });
    await show(sampleDetails());
    expect(screen.getAllByRole('listitem').map(each => each.textContent)).toEqual([`${FIRST} ${OPEN}`]);
  });

  it('are not looked for where there are no files', async () => {
    await show(sampleDetails({ hasAfsFiles: false }));
    expect(services.server.asked).toEqual([]);
    expect(screen.queryByRole('list')).toBeNull();
  });
});

describe('The details of a data set', () => {
  const show = (details: Partial<Details>, isArchived = false) =>
    renderWith(
      services,
      <DetailsButtons
        connection="lab"
        details={entityDetails({ kind: 'dataSet', permId: '9-9', dataSet: dataSet('9-9'), ...details })}
        isArchived={isArchived}
      >
        {null}
      </DetailsButtons>
    );
  const button = () => screen.queryByRole('button', { name: OPEN });

  it.each<Partial<Details>>([
    { type: 'ANALYSIS_NOTEBOOK' },
    {
      type: 'RAW_DATA',
      properties: [{ code: '$HISTORY_ID', label: null, dataType: null, value: '7f3c', multiValue: false }]
    }
  ])('offer to open a published notebook: %j', async details => {
    show({ ...details, $NAME: 'Growth' });
    await userEvent.click(button()!);
    expect(services.openings.target).toEqual({
      connection: 'lab',
      permId: '9-9',
      publication: '',
      name: 'Growth'
    });
  });

  it('do not offer it for other data sets, and while a notebook is in the archive', () => {
    show({ type: 'RAW_DATA' });
    expect(button()).toBeNull();
    show({ type: 'ANALYSIS_NOTEBOOK' }, true);
    expect(button()).toBeNull();
  });
});
