import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { Details } from '../../api';
import { seriousProblems } from '../../testing/accessibility';
import { sampleDetails, withFiles } from '../../testing/fakeFiles';
import { FakeNotebook } from '../../testing/fakeHost';
import { entity, withTree } from '../../testing/fakeTree';
import { FakeServices, fakeServices, renderWith } from '../../testing/render';
import { BrowseView } from '../BrowseView';

const FILES = { 'notes.txt': 100, 'images/': 0, 'images/a.png': 900 };

describe('Files of a sample', () => {
  let services: FakeServices;

  beforeEach(() => {
    services = fakeServices();
    withTree(services.server, { '/space': [entity('space', '/YEAST')] });
    withFiles(services.server, 'PS1', FILES);
  });

  const show = async (changes: Partial<Details> = {}) => {
    const details = sampleDetails(changes);
    services.server.on('GET', `details/lab/${details.kind}/${details.permId}`, details);
    await services.connections.start();
    renderWith(services, <BrowseView />);
    await screen.findByRole('treeitem', { name: /YEAST/ });
    act(() => services.browsing.showDetails(details));
    await screen.findByRole('heading', { name: 'Wild type' });
  };
  const file = (name: RegExp) => screen.findByRole('treeitem', { name });
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

  it('are listed beside its data sets, with sizes and times', async () => {
    await show();
    expect(await file(/^notes.txt, 100 B, 3\/15\/2023/)).toBeVisible();
    expect(screen.getByText('2 files, 1.0 kB')).toBeVisible();
    expect(screen.getByText('No data sets')).toBeVisible();
    await userEvent.click(await file(/^images/));
    expect(await file(/^a.png/)).toBeVisible();
    expect(await seriousProblems(document.body)).toEqual([]);
  });

  it('are not asked for where openBIS has no file server', async () => {
    await show({ hasFileServer: false, hasAfsFiles: false });
    expect(screen.queryByRole('tree', { name: 'Files' })).toBeNull();
    expect(services.server.asked.filter(({ path }) => path.startsWith('files'))).toEqual([]);
    expect(screen.queryByRole('button', { name: 'Copy identifier' })).toBeNull();
  });

  it('are downloaded all or in part, with the name of the sample', async () => {
    await show();
    await file(/^notes/);
    await press('Download all…');
    const place = { connection: 'lab', permId: 'PS1', name: 'Wild type', owner: '/YEAST/S1' };
    expect(services.selection.places).toMatchObject([place]);
    expect(services.selection.files).toEqual([]);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select images' }));
    const bar = screen.getByText('1 file or folder selected').parentElement!;
    await userEvent.click(within(bar).getByRole('button', { name: 'Download…' }));
    expect(services.selection.places).toMatchObject([place]);
    expect(services.selection.files).toEqual(['images']);
    expect(services.navigation.task).toBe('download');
  });

  it('have previews and code, as those of data sets', async () => {
    services.server.on('GET', 'preview/lab/PS1/notes.txt', {
      kind: 'text',
      text: 'Grow to an OD of 0.5.',
      truncated: false
    });
    const notebook = new FakeNotebook('a.ipynb');
    services.host.notebook = notebook;
    services.server.on('GET', /^copies\/lab\/PS1/, { copy: null });
    await show();
    await userEvent.click(await file(/^notes/));
    const preview = await screen.findByRole('region', { name: 'Preview of notes.txt' });
    expect(await within(preview).findByText('Grow to an OD of 0.5.')).toBeVisible();
    await userEvent.click(within(preview).getByRole('button', { name: 'Insert code…' }));
    await userEvent.click(await within(preview).findByRole('button', { name: 'Read file' }));
    expect(notebook.inserted[0]).toContain('"lab/PS1/notes.txt"');
    await userEvent.click(within(preview).getByRole('button', { name: 'Download…' }));
    expect(services.selection.places).toMatchObject([{ name: 'Wild type' }]);
    await userEvent.click(within(preview).getByRole('button', { name: 'Close the preview' }));
    await press('Insert code…');
    await userEvent.click(await screen.findByRole('button', { name: 'Download all files' }));
    expect(notebook.inserted[1]).toContain('openbis.download("PS1"');
    await press('Copy identifier');
    expect(services.host.copied).toEqual(['/YEAST/S1']);
  });

  it('may be missing', async () => {
    withFiles(services.server, 'PS1', {});
    await show({ hasAfsFiles: false });
    expect(await screen.findByText('No files of its own yet.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Download all…' })).toBeNull();
    expect(screen.queryByRole('alert', { name: /./ })).toBeNull();
  });
});
