import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError } from '../../api';
import { sampleDetails } from '../../testing/fakeFiles';
import { FakeNotebook } from '../../testing/fakeHost';
import { dataSet, entity, page, withTree } from '../../testing/fakeTree';
import { chooseInMenu, menuOf } from '../../testing/rowMenu';
import { FakeServices, fakeServices, renderWith } from '../../testing/render';
import { WholeTree } from '../entities/WholeTree';

const DETAILS = sampleDetails({
  hasFileServer: false,
  hasAfsFiles: false,
  elnUrl: 'https://openbis.example.org/eln'
});

describe('the menu of rows', () => {
  let services: FakeServices;

  beforeEach(async () => {
    services = fakeServices();
    withTree(services.server, {
      '/space': [entity('space', '/YEAST')],
      'PYEAST/sample': [entity('sample', '/YEAST/S1', { $NAME: 'Wild type' })],
      'PYEAST/dataSet': [],
      'PS1/dataSet': [dataSet('D1', { $NAME: 'Images', size: 7 })]
    });
    services.server.on('GET', 'details/lab/sample/PS1', DETAILS);
    await services.connections.refresh();
    services.browsing.setConnection(services.connections.current);
    const { connection, tree } = services.browsing.current!;
    renderWith(services, <WholeTree connection={connection} tree={tree} />);
    await open(/YEAST/);
    await open(/Wild type/);
    await row(/Images/);
  });

  const row = (name: RegExp) => screen.findByRole('treeitem', { name });
  const open = async (name: RegExp) => {
    const node = await row(name);
    act(() => node.focus());
    await userEvent.keyboard('{ArrowRight}');
  };
  const labels = async (name: RegExp) => {
    const entries = await menuOf(services, await row(name));
    return entries.map(each => each.label(services.rowMenu.target));
  };

  it('has the entries that apply', async () => {
    const always = ['Open', 'Open in openBIS'];
    expect(await labels(/^YEAST/)).toEqual([
      ...always,
      'Copy identifier',
      'Copy permId',
      'Copy link',
      'Add to favourites'
    ]);
    expect(await labels(/^Wild type/)).toEqual([
      ...always,
      'Show lineage',
      'Upload here…',
      'Keep a folder in openBIS…',
      'Select all data sets in it',
      'Copy identifier',
      'Copy permId',
      'Copy link',
      'Add to favourites'
    ]);
    expect(await labels(/^Images/)).toEqual([
      ...always,
      'Show lineage',
      'Download…',
      'Download data set',
      'List files',
      'Copy permId',
      'Copy link',
      'Add to favourites'
    ]);
    expect(await row(/^Images/)).toHaveAttribute('data-openbis-row', 'dataSet');
  });

  it('copies, opens and downloads', async () => {
    await chooseInMenu(services, await row(/^Wild type/), 'Copy identifier');
    await chooseInMenu(services, await row(/^Wild type/), 'Copy link');
    await chooseInMenu(services, await row(/^Wild type/), 'Open in openBIS');
    expect(services.host.copied).toEqual(['/YEAST/S1', DETAILS.elnUrl]);
    expect(services.host.opened).toEqual([DETAILS.elnUrl]);
    await chooseInMenu(services, await row(/^Images/), 'Download…');
    expect(services.selection.places).toEqual([{ connection: 'lab', permId: 'D1', name: 'Images', size: 7 }]);
    expect(services.navigation.task).toBe('download');
    await chooseInMenu(services, await row(/^YEAST/), 'Open');
    expect(services.browsing.shown).toEqual({ kind: 'space', permId: 'PYEAST' });
  });

  it('shows the lineage', async () => {
    const shown: unknown[] = [];
    services.lineages.requested.connect((_, start) => shown.push(start));
    await chooseInMenu(services, await row(/^Wild type/), 'Show lineage');
    await chooseInMenu(services, await row(/^Images/), 'Show lineage');
    expect(shown).toEqual([
      { connection: 'lab', subject: { kind: 'sample', permId: 'PS1' }, name: 'Wild type' },
      { connection: 'lab', subject: { kind: 'dataSet', permId: 'D1' }, name: 'Images' }
    ]);
  });

  it('adds to the favourites and removes from them', async () => {
    await chooseInMenu(services, await row(/^Wild type/), 'Add to favourites');
    const kept = () =>
      services.places.of('lab').favourites.map(({ permId, name, identifier }) => [permId, name, identifier]);
    expect(kept()).toEqual([['PS1', 'Wild type', '/YEAST/S1']]);
    await chooseInMenu(services, await row(/^Wild type/), 'Remove from favourites');
    expect(kept()).toEqual([]);
  });

  it.each([
    [false, 'upload', '/YEAST/S1'],
    [true, 'uploadFiles', '']
  ])('uploads to a sample; with a file server: %s', async (hasFileServer, task, owner) => {
    services.server.on('GET', 'details/lab/sample/PS1', { ...DETAILS, hasFileServer });
    await chooseInMenu(services, await row(/^Wild type/), 'Upload here…');
    expect(services.navigation.task).toBe(task);
    expect(services.uploads.draft.owner).toBe(owner);
    expect(services.fileUploads.draft.owner).toBe(hasFileServer ? '/YEAST/S1' : '');
  });

  it('begins to keep the folder of the file browser in a sample', async () => {
    services.server.on('GET', 'details/lab/sample/PS1', { ...DETAILS, hasFileServer: true });
    services.host.folder = 'work/data';
    await chooseInMenu(services, await row(/^Wild type/), 'Keep a folder in openBIS…');
    expect(services.navigation.task).toBe('sync');
    expect(services.syncDraft.draft).toMatchObject({ folder: 'work/data', owner: '/YEAST/S1' });
  });

  it('says that files cannot be kept in an openBIS without a file server', async () => {
    await chooseInMenu(services, await row(/^Wild type/), 'Keep a folder in openBIS…');
    expect(services.navigation.task).toBeNull();
    expect(services.host.notified).toEqual([
      expect.stringMatching(/no file server.*Upload them as a data set/)
    ]);
    expect(await labels(/^Wild type/)).not.toContain('Keep a folder in openBIS…');
  });

  it('notifies of errors', async () => {
    services.server.on('GET', 'details/lab/sample/PS1', new ApiError(404, 'There is no sample PS1.'));
    await chooseInMenu(services, await row(/^Wild type/), 'Copy link');
    expect(services.host.notified).toEqual(['There is no sample PS1.']);
  });

  it.each([
    [2, [], 2],
    [1200, ['select'], 1000],
    [1200, [null], 0],
    [0, [], 0]
  ])('selects the data sets of a sample that has %s', async (count, choices, selected) => {
    const all = Array.from({ length: count }, (_, number) => dataSet(`D${number}`));
    services.server.on('GET', /^search\//, page(all, 0, 1000));
    services.host.choices = choices;
    await chooseInMenu(services, await row(/^Wild type/), 'Select all data sets in it');
    expect(services.selection.checkedOf('lab')).toHaveLength(selected);
    expect(services.host.notified).toEqual(count ? [] : ['Wild type has no data sets.']);
    const [asked] = services.server.asked.filter(({ path }) => path.startsWith('search'));
    expect(asked.path).toContain('in=PS1');
  });

  it('inserts code, and lets the row be dragged as code', async () => {
    const notebook = new FakeNotebook('a.ipynb');
    services.host.notebook = notebook;
    services.server.on('GET', /^copies\//, { copy: null });
    await chooseInMenu(services, await row(/^Images/), 'List files');
    expect(notebook.inserted[0]).toContain('"lab/D1"');
    const user = userEvent.setup();
    await user.pointer([
      { keys: '[MouseLeft>]', target: await row(/^Images/), coords: { clientX: 10, clientY: 10 } },
      { target: document.body, coords: { clientX: 12, clientY: 10 } }
    ]);
    expect(services.host.dragged).toEqual([]);
    await user.pointer({ target: document.body, coords: { clientX: 30, clientY: 10 } });
    const [{ code, complete, label }] = services.host.dragged;
    expect(label).toBe('Images');
    expect(await complete).toBe(code);
    expect(code).toContain('download("D1"');
  });

  it('uploads files that are dropped on the row of a sample', async () => {
    const target = await row(/^Wild type/);
    const drop = (type: string, at: HTMLElement) => {
      const mimeData = { hasData: () => true, getData: () => ['work/a.csv'] };
      const event = Object.assign(new MouseEvent(type, { bubbles: true, cancelable: true }), {
        mimeData,
        proposedAction: 'move'
      });
      act(() => void at.dispatchEvent(event));
      return event.defaultPrevented;
    };
    expect(drop('lm-dragover', await row(/^Images/))).toBe(false);
    expect(drop('lm-dragover', target)).toBe(true);
    expect(target).toHaveAttribute('data-openbis-drop');
    drop('lm-drop', target);
    expect(target).not.toHaveAttribute('data-openbis-drop');
    await act(() => Promise.resolve());
    expect(services.uploads.draft).toMatchObject({ owner: '/YEAST/S1', files: ['work/a.csv'] });
  });

  it('returns the focus when it closes, unless another element has it', async () => {
    const target = await row(/^Images/);
    await menuOf(services, target);
    (document.activeElement as HTMLElement).blur();
    services.rowMenu.returnFocus();
    expect(target).toHaveFocus();
    await menuOf(services, target);
    act(() => screen.getAllByRole('treeitem')[0].focus());
    services.rowMenu.returnFocus();
    expect(screen.getAllByRole('treeitem')[0]).toHaveFocus();
  });
});
