import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';

import { ApiError, Kind } from '../../api';
import { dataSet, entity, withTree } from '../../testing/fakeTree';
import { FakeServices, fakeServices, renderWith } from '../../testing/render';
import { EntityPicker } from './EntityPicker';
import { EntityTree, useTree } from './EntityTree';

const ALL: Kind[] = ['space', 'project', 'experiment', 'sample', 'dataSet'];
const PLACES = {
  '/space': [entity('space', '/YEAST'), entity('space', '/MOULD')],
  'PYEAST/sample': [entity('sample', '/YEAST/S1', { $NAME: 'Shared', type: 'STRAIN' })],
  'PS1/dataSet': Array.from({ length: 7 }, (_, number) => dataSet(`D${number}`))
};

function Tree({ onChoose }: { onChoose: (permId: string) => void }): JSX.Element {
  const tree = useTree('lab', ALL);
  const [checked, setChecked] = useState<string[]>([]);
  return (
    <EntityTree
      tree={tree}
      label="openBIS"
      canChoose={({ kind }) => kind !== 'space'}
      onChoose={({ permId }) => onChoose(permId)}
      checked={({ permId }) => checked.includes(permId)}
      onCheck={({ permId }) =>
        setChecked(before =>
          before.includes(permId) ? before.filter(each => each !== permId) : [...before, permId]
        )
      }
    />
  );
}

const item = (name: RegExp) => screen.findByRole('treeitem', { name });
const names = () =>
  screen.getAllByRole('treeitem').map(each => each.getAttribute('aria-label') ?? each.textContent);

describe('EntityTree', () => {
  let services: FakeServices;
  const chosen: string[] = [];

  beforeEach(() => {
    services = fakeServices();
    services.settings.pageSize = 5;
    withTree(services.server, PLACES);
    chosen.length = 0;
  });

  const draw = async () => {
    renderWith(services, <Tree onChoose={permId => chosen.push(permId)} />);
    await item(/YEAST/);
  };

  it('opens, loads more and selects by keyboard alone', async () => {
    await draw();
    await userEvent.tab();
    await userEvent.keyboard('{ArrowRight}');
    await item(/Shared/);
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await item(/D4/);
    expect(names()).toContain('Shared, sample, S1 · STRAIN');
    await userEvent.keyboard('{End}{ArrowUp}{Enter}'); // Load more, the row before the other space
    await item(/D6/);
    expect(document.activeElement).toHaveAccessibleName(/D5/);
    expect(screen.queryByText(/Load more/)).toBeNull();
    await userEvent.keyboard('{Enter} ');
    expect(chosen).toEqual(['D5']);
    expect(await item(/D5/)).toHaveAttribute('aria-checked', 'true');
  });

  it('moves to the parent by the left arrow, and to a name by its first letter', async () => {
    await draw();
    await userEvent.tab();
    await userEvent.keyboard('{ArrowRight}');
    await item(/Shared/);
    await userEvent.keyboard('{ArrowRight}');
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(document.activeElement).toHaveAccessibleName(/YEAST/);
    await userEvent.keyboard('m');
    expect(document.activeElement).toHaveAccessibleName(/MOULD/);
    await userEvent.keyboard('{Home}{ArrowLeft}');
    expect(names()).toEqual(['YEAST, space', 'MOULD, space']);
  });

  it('is opened by the left arrow and closed by the right one where the page is written from right to left', async () => {
    await draw();
    screen.getByRole('tree').style.direction = 'rtl';
    await userEvent.tab();
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.queryByText(/Shared/)).toBeNull();
    await userEvent.keyboard('{ArrowLeft}');
    await item(/Shared/);
    await userEvent.keyboard('{ArrowRight}');
    expect(names()).toEqual(['YEAST, space', 'MOULD, space']);
  });

  it('has one stop for the Tab key', async () => {
    await draw();
    await userEvent.click(await item(/YEAST/));
    await item(/Shared/);
    expect(screen.getAllByRole('treeitem').filter(each => each.tabIndex === 0)).toHaveLength(1);
  });

  it('checks data sets by mouse, without selecting them', async () => {
    await draw();
    await userEvent.click(await item(/YEAST/));
    await userEvent.click((await item(/Shared/)).querySelector('.jp-openbis-tree-caret')!);
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select D2' }));
    expect(screen.getByRole('checkbox', { name: 'Select D2' })).toBeChecked();
    expect(chosen).toEqual([]);
  });

  it('shows why loading failed, and retries', async () => {
    services.server.on('GET', /^browse/, new ApiError(500, 'openBIS does not answer.'));
    renderWith(services, <Tree onChoose={() => undefined} />);
    const failed = await item(/openBIS does not answer/);
    await act(async () => void withTree(services.server, PLACES));
    await userEvent.click(failed);
    await item(/YEAST/);
  });
});

describe('EntityPicker', () => {
  function Picker(): JSX.Element {
    const [value, setValue] = useState('');
    return <EntityPicker label="Owner" connection="lab" value={value} onChange={setValue} />;
  }

  let services: FakeServices;
  beforeEach(() => {
    services = withPlaces();
    renderWith(services, <Picker />);
  });

  const withPlaces = () => {
    const services = fakeServices();
    withTree(services.server, PLACES);
    return services;
  };

  it('selects in the tree and shows identifier and name', async () => {
    await userEvent.click(screen.getByRole('button', { name: 'Choose…' }));
    await userEvent.click(await item(/YEAST/)); // a space cannot own anything: it opens
    await userEvent.click(await item(/Shared/));
    expect(screen.getByRole('textbox', { name: 'Owner' })).toHaveValue('/YEAST/S1');
    expect(screen.getByRole('textbox')).toHaveAccessibleDescription('Shared');
    expect(screen.queryByRole('tree')).toBeNull();
  });

  it('searches samples and experiments by words', async () => {
    const result = (entities: object[]) => ({
      entities,
      dataSets: [],
      total: entities.length,
      start_with: 0
    });
    services.server
      .on(
        'GET',
        /^search\/lab\?kind=sample&text=heat/,
        result([entity('sample', '/Y/H', { $NAME: 'Heat shock' })])
      )
      .on('GET', /^search\/lab\?kind=experiment&text=heat/, result([]));
    await userEvent.click(screen.getByRole('button', { name: 'Choose…' }));
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search by name or code' }), 'heat');
    await userEvent.click(await screen.findByRole('button', { name: /Heat shock/ }));
    expect(screen.getByRole('textbox', { name: 'Owner' })).toHaveValue('/Y/H');
    expect(screen.getByRole('textbox')).toHaveAccessibleDescription('Heat shock');
  });

  it('offers what was used last', async () => {
    act(() => {
      services.recentChoices.know({ identifier: '/Y/H', name: 'Heat shock', kind: 'sample' });
      services.recentChoices.useOwner('lab', '/Y/H');
    });
    await userEvent.click(screen.getByRole('button', { name: 'Choose…' }));
    const recent = screen.getByRole('list', { name: 'Recently used' });
    await userEvent.click(within(recent).getByRole('button', { name: /Heat shock/ }));
    expect(screen.getByRole('textbox', { name: 'Owner' })).toHaveValue('/Y/H');
    await userEvent.clear(screen.getByRole('textbox', { name: 'Owner' }));
    await userEvent.click(screen.getByRole('button', { name: 'Heat shock' })); // Last used: …
    expect(screen.getByRole('textbox', { name: 'Owner' })).toHaveValue('/Y/H');
  });

  it('accepts entered text', async () => {
    await userEvent.type(screen.getByRole('textbox', { name: 'Owner' }), ' /A/B/C ');
    expect(screen.getByRole('textbox')).toHaveValue('/A/B/C');
  });
});
