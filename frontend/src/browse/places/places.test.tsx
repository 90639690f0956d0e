import { MessageLoop } from '@lumino/messaging';
import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError } from '../../api';
import { entity, withSearch, withTree } from '../../testing/fakeTree';
import { FakeHost } from '../../testing/fakeHost';
import {
  connection,
  FakeServices,
  fakeServices,
  memoryPlaces,
  renderWith,
  storage
} from '../../testing/render';
import { BrowseView } from '../BrowseView';
import { MAX_RECENT, parsePlaces, Place } from './keptPlaces';
import { PlacesModel } from './places';

const URL = 'https://openbis.example.org';
const place = (permId: string, changes: Partial<Place> = {}): Place => ({
  kind: 'sample',
  permId,
  name: `Name of ${permId}`,
  identifier: `/A/B/${permId}`,
  type: 'YEAST',
  ...changes
});
const names = (all: ReadonlyArray<Place>) => all.map(each => each.permId);

describe('PlacesModel', () => {
  let store: ReturnType<typeof memoryPlaces>;
  let services: FakeServices;
  let places: PlacesModel;

  const open = async () => {
    services = fakeServices(storage(), new FakeHost(), store);
    await services.connections.refresh();
    await services.places.start();
    return services.places;
  };

  beforeEach(async () => {
    store = memoryPlaces();
    places = await open();
  });

  it('keeps favourites of an openBIS for another browser, also under another name of the connection', async () => {
    await places.toggleFavourite('lab', place('S1'));
    await places.toggleFavourite('lab', place('S2'));
    await places.toggleFavourite('lab', place('S1'));
    services = fakeServices(storage(), new FakeHost(), store);
    services.server.on('GET', 'conns', { connections: [connection({ name: 'new' })], notebook_dir: '/' });
    await services.connections.refresh();
    await services.places.start();
    expect(names(services.places.of('new').favourites)).toEqual(['S2']);
    expect(services.places.isFavourite('new', { kind: 'sample', permId: 'S2' })).toBe(true);
  });

  it('keeps the changes of two windows', async () => {
    const other = await open();
    await Promise.all([
      places.toggleFavourite('lab', place('S1')),
      places.toggleFavourite('lab', place('S2'))
    ]);
    await other.toggleFavourite('lab', place('S3'));
    expect(names(other.of('lab').favourites)).toEqual(['S1', 'S2', 'S3']);
  });

  it('keeps the last places, each once, and updates the names of favourites', async () => {
    await places.toggleFavourite('lab', place('S1'));
    for (let number = 0; number <= MAX_RECENT; number++) {
      await places.visited('lab', place(`S${number}`));
    }
    await places.visited('lab', place('S5'));
    expect(names(places.of('lab').recent)).toEqual([
      'S5',
      'S10',
      'S9',
      'S8',
      'S7',
      'S6',
      'S4',
      'S3',
      'S2',
      'S1'
    ]);
    await places.visited('lab', place('S1', { name: 'Renamed' }));
    expect(places.of('lab').favourites[0].name).toBe('Renamed');
  });

  it('writes nothing where the same place is seen again', async () => {
    await places.visited('lab', place('S1'));
    const write = jest.spyOn(store, 'write');
    await places.visited('lab', place('S1'));
    expect(write).not.toHaveBeenCalled();
  });

  it('reports that nothing can be stored, and stores it with the next change', async () => {
    const write = jest.spyOn(store, 'write').mockRejectedValueOnce(new ApiError(403, 'Forbidden.'));
    await places.toggleFavourite('lab', place('S1'));
    expect(places.problem?.reason).toBe('Forbidden.');
    expect(places.isFavourite('lab', place('S1'))).toBe(true);
    await places.toggleFavourite('lab', place('S2'));
    expect(write).toHaveBeenCalledTimes(2);
    expect(places.problem).toBeNull();
    expect(names(parsePlaces(store.kept)[URL].favourites)).toEqual(['S1', 'S2']);
  });

  it('leaves out what is invalid in the file', () => {
    const stored = {
      [URL]: { favourites: [place('S1'), { ...place('S2'), kind: 'x' }, 7], recent: 'x', searches: [{}] },
      other: null
    };
    expect(parsePlaces(stored)).toEqual({ [URL]: { favourites: [place('S1')], recent: [], searches: [] } });
    expect(parsePlaces(null)).toEqual({});
  });
});

describe('places in the Browse tab', () => {
  let services: FakeServices;

  beforeEach(async () => {
    const kept = { [URL]: { favourites: [place('S9', { name: null })], recent: [], searches: [] } };
    services = fakeServices(storage(), new FakeHost(), memoryPlaces(kept));
    withTree(services.server, { '/space': [entity('space', '/YEAST')] });
    withSearch(services.server, { dataSet: [], sample: [entity('sample', '/YEAST/S1')] });
    services.server.on('GET', 'details/lab/sample/S9', new ApiError(404, 'There is no sample S9.'));
    await services.connections.start();
    await services.places.start();
    renderWith(services, <BrowseView />);
    await screen.findByRole('treeitem', { name: /YEAST/ });
  });

  const unfold = (title: string) => userEvent.click(screen.getByText(title));
  const chooseMore = async (button: string, entry: string) => {
    await userEvent.click(screen.getByRole('button', { name: button }));
    const menu = document.querySelector('.lm-Menu')!;
    const item = within(menu as HTMLElement)
      .getByText(entry)
      .closest('.lm-Menu-item')!;
    while (!item.classList.contains('lm-mod-active')) {
      fireEvent.keyDown(menu, { keyCode: 40 });
      MessageLoop.flush();
    }
    await act(async () => void fireEvent.keyDown(menu, { keyCode: 13 }));
  };

  it('shows a favourite that was deleted in openBIS, and removes it', async () => {
    await unfold('Favourites');
    await userEvent.click(screen.getByRole('button', { name: /^S9/ }));
    await screen.findByText('There is no sample S9.');
    await userEvent.click(screen.getByRole('button', { name: 'Remove from favourites' }));
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    expect(screen.queryByText('Favourites')).toBeNull();
  });

  it('saves a search, repeats, renames and deletes it', async () => {
    await userEvent.type(screen.getByRole('searchbox'), 'shock');
    await screen.findByRole('button', { name: /S1/ });
    await userEvent.click(screen.getByRole('button', { name: 'Samples 1' }));
    act(() => services.browsing.current?.search.change({ mine: true }));
    await chooseMore('More', 'Save this search…');
    const name = await screen.findByRole('textbox', { name: 'Name of the search' });
    expect(name).toHaveValue('shock');
    await userEvent.clear(name);
    await userEvent.type(name, 'My shocks{Enter}');
    await act(async () => services.browsing.current?.search.clear());
    await userEvent.click(await screen.findByRole('button', { name: 'My shocks' }));
    expect(services.browsing.current?.search).toMatchObject({
      isOverall: false,
      request: { kind: 'sample', text: 'shock', mine: true }
    });
    await act(async () => services.browsing.current?.search.clear());
    await chooseMore('Actions for My shocks', 'Rename…');
    const renamed = await screen.findByRole('textbox', { name: 'Name of the search' });
    await userEvent.clear(renamed);
    await userEvent.type(renamed, 'Shocks{Enter}');
    await screen.findByRole('button', { name: 'Shocks' });
    await chooseMore('Actions for Shocks', 'Delete');
    expect(services.places.of('lab').searches).toEqual([]);
    expect(screen.queryByText('Saved searches')).toBeNull();
  });
});
