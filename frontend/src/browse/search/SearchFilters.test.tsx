import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError } from '../../api';
import { useModels } from '../../common/models/model';
import { seriousProblems } from '../../testing/accessibility';
import { withSearch } from '../../testing/fakeTree';
import { FakeServices, fakeServices, renderWith } from '../../testing/render';
import { assignment, entityType } from '../../testing/types';
import { OverviewModel } from './overview';
import { SearchModel } from './search';
import { SearchFields } from './SearchFields';

const TERMS = ['GFP', 'DAPI'].map((code, ordinal) => ({
  code,
  label: null,
  description: null,
  official: true,
  ordinal
}));
const MICROSCOPY = entityType(
  'MICROSCOPY',
  assignment('SIZE', { label: 'Size', dataType: 'INTEGER' }),
  assignment('STAIN', { label: 'Stain', dataType: 'CONTROLLEDVOCABULARY', terms: TERMS }),
  assignment('TAKEN', { label: 'Taken', dataType: 'DATE' })
);

describe('filters of a search', () => {
  let services: FakeServices;
  let search: SearchModel;
  let overview: OverviewModel;

  function Fields(): JSX.Element {
    useModels(search);
    return <SearchFields {...{ search, overview }} connection="lab" refresh={() => undefined} />;
  }

  beforeEach(async () => {
    services = fakeServices();
    withSearch(services.server, { dataSet: [] });
    services.server.on('GET', /^types\/lab\//, { types: [MICROSCOPY, entityType('OTHER', assignment('X'))] });
    await services.connections.refresh();
    search = new SearchModel(services.api.browsing, 'lab', () => 5);
    overview = new OverviewModel(services.api.browsing, 'lab', search);
  });
  afterEach(() => search.dispose());

  const show = async () => {
    const drawn = renderWith(services, <Fields />);
    await userEvent.click(screen.getByRole('button', { name: 'Filters' }));
    await userEvent.click(screen.getByRole('button', { name: 'Data sets' }));
    await act(async () => undefined);
    return drawn;
  };
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
  const choose = async (field: string, option: string) => {
    await userEvent.click(screen.getByRole('combobox', { name: field }));
    await userEvent.click(screen.getByRole('option', { name: new RegExp(`^${option}`) }));
  };
  const chips = () => within(screen.getByRole('list', { name: 'Active filters' })).getAllByRole('listitem');
  const conditions = () => {
    const asked = services.server.asked.filter(each => each.path.startsWith('search'));
    return new URLSearchParams(asked[asked.length - 1].path.split('?')[1]).getAll('where');
  };

  it('finds by a number, a term and a day, and can be taken back one by one', async () => {
    const { container } = await show();
    await choose('Property', 'Size');
    await userEvent.selectOptions(screen.getByLabelText('Comparison'), '>');
    expect(screen.getByRole('button', { name: 'Add condition' })).toBeDisabled();
    await userEvent.type(screen.getByLabelText('Value'), '40');
    expect(await seriousProblems(container)).toEqual([]);
    await press('Add condition');
    await choose('Property', 'Stain');
    await choose('Value', 'GFP');
    await press('Add condition');
    await choose('Property', 'Taken');
    await userEvent.selectOptions(screen.getByLabelText('Comparison'), 'between');
    const limits = within(screen.getByLabelText('Comparison').closest<HTMLElement>('.jp-openbis-condition')!);
    await userEvent.type(limits.getByLabelText('From'), '2024-01-01');
    await userEvent.type(limits.getByLabelText('to'), '2024-02-01');
    await press('Add condition');
    expect(chips().map(each => each.textContent)).toEqual([
      'Size > 40',
      'Stain = GFP',
      'Taken between 2024-01-01 and 2024-02-01'
    ]);
    await waitFor(() =>
      expect(conditions()).toEqual(['SIZE > 40', 'STAIN = GFP', 'TAKEN between 2024-01-01 and 2024-02-01'])
    );
    await press('Remove filter: Stain = GFP');
    await waitFor(() =>
      expect(conditions()).toEqual(['SIZE > 40', 'TAKEN between 2024-01-01 and 2024-02-01'])
    );
    expect(screen.getByRole('button', { name: 'Filters (2)' })).toBeVisible();
  });

  it('offers the properties of the chosen type only', async () => {
    await show();
    const offered = async () => {
      await userEvent.click(screen.getByRole('combobox', { name: 'Property' }));
      const list = within(screen.getByRole('listbox', { name: 'Choose a property' }));
      const names = list.getAllByRole('option').map(each => each.textContent);
      await userEvent.keyboard('{Escape}');
      return names;
    };
    expect(await offered()).toEqual(['SizeSIZE', 'StainSTAIN', 'TakenTAKEN', 'X']);
    await choose('Type', 'OTHER');
    expect(await offered()).toEqual(['X']);
  });

  it('finds what is empty without a value', async () => {
    await show();
    await choose('Property', 'Size');
    await userEvent.selectOptions(screen.getByLabelText('Comparison'), 'is empty');
    expect(screen.queryByLabelText('Value')).toBeNull();
    await press('Add condition');
    await waitFor(() => expect(conditions()).toEqual(['SIZE is empty']));
  });

  it('shows every filter as a chip, and clears all', async () => {
    await show();
    act(() =>
      search.change({
        owner: '/LAB/P',
        from: '2024-01-01',
        to: '2024-02-01',
        modifiedFrom: '2024-03-01',
        modifiedTo: '2024-04-01',
        mine: true,
        type: 'OTHER'
      })
    );
    expect(chips().map(each => each.textContent)).toEqual([
      'Type: OTHER',
      'In: /LAB/P',
      'Registered from 2024-01-01',
      'Registered until 2024-02-01',
      'Modified from 2024-03-01',
      'Modified until 2024-04-01',
      'Registered by me'
    ]);
    await press('Remove filter: In: /LAB/P');
    expect(search.request.owner).toBe('');
    await press('Clear filters');
    expect(screen.queryByRole('list', { name: 'Active filters' })).toBeNull();
  });

  it('sorts', async () => {
    await show();
    await userEvent.selectOptions(screen.getByLabelText('Order'), 'By code');
    expect(search.request.sort).toBe('code');
  });

  it('takes the code of a type where the types cannot be loaded', async () => {
    services.server.on('GET', /^types\/lab\//, new ApiError(500, 'Broken.'));
    await show();
    await userEvent.type(await screen.findByPlaceholderText('Code of the type'), 'raw');
    expect(search.request.type).toBe('RAW');
  });
});
