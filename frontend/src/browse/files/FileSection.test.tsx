import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, Details } from '../../api';
import { seriousProblems } from '../../testing/accessibility';
import { sampleDetails, withFiles } from '../../testing/fakeFiles';
import { FakeNotebook } from '../../testing/fakeHost';
import { entity, withTree } from '../../testing/fakeTree';
import { connection, FakeServices, fakeServices, renderWith } from '../../testing/render';
import { chooseInMenu } from '../../testing/rowMenu';
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

  it('can be read but not changed while changes are switched off', async () => {
    services.server.on('GET', 'conns', { connections: [connection()], notebook_dir: '/', read_only: true });
    await show();
    await userEvent.click(await file(/^images/));
    (await file(/^notes/)).focus();
    await userEvent.keyboard('{F2}');
    expect(screen.queryByRole('textbox', { name: /name/i })).toBeNull();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select notes.txt' }));
    for (const name of [/^Upload/, /^New folder/, /^Rename/, /^Delete/]) {
      expect(screen.queryByRole('button', { name })).toBeNull();
    }
    expect(screen.getByRole('button', { name: 'Download all…' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Insert code…' })).toBeVisible();
  });

  it('are not asked for where openBIS has no file server', async () => {
    await show({ hasFileServer: false, hasAfsFiles: false });
    expect(screen.queryByRole('tree', { name: 'Files' })).toBeNull();
    expect(services.server.asked.filter(({ path }) => path.startsWith('files'))).toEqual([]);
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

  it('open large by a double click, by Enter on the previewed one, and by a button of the preview', async () => {
    services.server.on('GET', /^preview/, { kind: 'text', text: 'Grow.', truncated: false });
    const opened: string[] = [];
    services.viewer.requested.connect((_, { place, path }) => opened.push(`${place.permId} ${path}`));
    await show();
    await userEvent.dblClick(await file(/^notes/));
    await userEvent.dblClick(await file(/^images/)); // a folder
    expect(opened).toEqual(['PS1 notes.txt']);
    await press('Close the preview');
    (await file(/^notes/)).focus();
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText('Grow.')).toBeVisible();
    expect(opened).toHaveLength(1);
    await userEvent.keyboard('{Enter}');
    expect(opened).toHaveLength(2);
    await press('Open in a large view');
    expect(opened).toHaveLength(3);
  });

  it('get the focus when another view has asked for one of them', async () => {
    services.server.on('GET', 'details/lab/sample/PS1', sampleDetails());
    await services.connections.start();
    services.browsing.showFile(services.connections.current!, { kind: 'sample', permId: 'PS1' }, 'images');
    renderWith(services, <BrowseView />);
    expect(await file(/^images/)).toHaveFocus();
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
    const title = screen.getByRole('heading', { name: 'Wild type' }).parentElement!;
    await chooseInMenu(services, title, 'Copy identifier');
    expect(services.host.copied).toEqual(['/YEAST/S1']);
  });

  describe('can be changed', () => {
    let files: Record<string, number>;

    beforeEach(async () => {
      files = { ...FILES };
      withFiles(services.server, 'PS1', files);
      services.server.on('POST', 'files/lab/PS1', (body: Body) => change(files, body));
      await show();
      await file(/^notes/);
    });

    const sent = () => services.server.bodies('POST', 'files/lab/PS1');
    const check = (name: string) => userEvent.click(screen.getByRole('checkbox', { name: `Select ${name}` }));
    const enter = async (label: string, name: string) => {
      const input = await screen.findByRole('textbox', { name: label });
      expect(input).toHaveFocus();
      await userEvent.clear(input);
      await userEvent.type(input, `${name}{Enter}`);
    };

    it('by a new folder in the selected one', async () => {
      await check('images');
      await press('New folder…');
      await enter('Name of the new folder in images', 'raw');
      expect(sent()).toEqual([{ action: 'createFolder', path: 'images/raw' }]);
      expect(await file(/^raw/)).toHaveFocus();
      expect(screen.getByText('The folder raw was created.')).toBeInTheDocument();
      expect(screen.queryByRole('textbox', { name: /new folder/ })).toBeNull();
    });

    it('by another name; open folders and the selection follow', async () => {
      await userEvent.click(await file(/^images/));
      await file(/^a.png/);
      await check('images');
      await press('Rename…');
      await enter('New name of images', 'pictures');
      expect(sent()).toEqual([{ action: 'move', path: 'images', newPath: 'pictures' }]);
      expect(await file(/^pictures/)).toHaveFocus();
      expect(await file(/^pictures/)).toHaveAttribute('aria-expanded', 'true');
      expect(await file(/^a.png/)).toBeVisible();
      expect(screen.getByRole('checkbox', { name: 'Select pictures' })).toBeChecked();
    });

    it('by another name of the previewed file', async () => {
      services.server.on('GET', /^preview/, { kind: 'text', text: 'Grow.', truncated: false });
      await userEvent.click(await file(/^notes/));
      const preview = await screen.findByRole('region', { name: 'Preview of notes.txt' });
      await userEvent.click(within(preview).getByRole('button', { name: 'Rename…' }));
      const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'New name of notes.txt' });
      expect([input.selectionStart, input.selectionEnd]).toEqual([0, 'notes'.length]);
      await enter('New name of notes.txt', 'protocol.txt');
      expect(await screen.findByRole('region', { name: 'Preview of protocol.txt' })).toBeVisible();
    });

    it('by a deletion after a question that names the files', async () => {
      services.host.choices = [null, 'delete'];
      await check('images');
      await press('Delete…');
      expect(services.host.asked[0]).toMatchObject({
        title: 'Delete images?',
        text: 'From the files of Wild type: images with 1 file. openBIS keeps deleted files in its trash.'
      });
      expect(sent()).toEqual([]);
      await press('Delete…');
      await waitFor(() => expect(screen.queryByRole('treeitem', { name: /^images/ })).toBeNull());
      expect(sent()).toEqual([{ action: 'delete', paths: ['images'] }]);
      expect(await file(/^notes/)).toHaveFocus();
      expect(screen.getByText('1 file or folder was deleted.')).toBeInTheDocument();
      expect(screen.queryByText(/selected$/)).toBeNull();
    });

    it('by another name with the key F2, and a deletion with the key Delete, as in the file browser', async () => {
      expect(screen.getByRole('tree', { name: 'Files' })).toHaveAttribute('aria-keyshortcuts', 'F2 Delete');
      act(() => screen.getByRole('treeitem', { name: /^notes/ }).focus());
      await userEvent.keyboard('{F2}');
      await userEvent.keyboard('{Escape}');
      expect(await file(/^notes/)).toHaveFocus();
      await userEvent.keyboard('{F2}');
      await enter('New name of notes.txt', 'protocol.txt');
      expect(await file(/^protocol/)).toHaveFocus();
      expect(screen.queryByRole('textbox', { name: /^New name/ })).toBeNull();
      services.host.choices = ['delete'];
      await userEvent.keyboard('{Delete}');
      await waitFor(() => expect(screen.queryByRole('treeitem', { name: /^protocol/ })).toBeNull());
      expect(services.host.asked[0]).toMatchObject({ title: 'Delete protocol.txt?' });
      expect(sent()).toEqual([
        { action: 'move', path: 'notes.txt', newPath: 'protocol.txt' },
        { action: 'delete', paths: ['protocol.txt'] }
      ]);
    });

    it('all selected ones together by the key Delete on one of them', async () => {
      services.host.choices = [null];
      await check('images');
      await check('notes.txt');
      act(() => screen.getByRole('treeitem', { name: /^images/ }).focus());
      await userEvent.keyboard('{Delete}');
      expect(services.host.asked).toMatchObject([{ title: 'Delete 2 files and folders?' }]);
    });

    it('unless openBIS refuses it: the reason is beside the field, which keeps the name', async () => {
      const reason =
        'in openBIS there is a file or folder of that name already: images; replace it, or choose another name';
      services.server.on('POST', 'files/lab/PS1', new ApiError(409, reason, 'files-exist'));
      await press('New folder…');
      await enter('Name of the new folder', 'images');
      expect(await screen.findByText(/^openBIS has a file or folder of that name: images/)).toBeVisible();
      expect(screen.getByRole('textbox', { name: 'Name of the new folder' })).toHaveValue('images');
      expect(await seriousProblems(document.body)).toEqual([]);
      await userEvent.type(screen.getByRole('textbox', { name: 'Name of the new folder' }), '{Escape}');
      expect(screen.getByRole('button', { name: 'New folder…' })).toHaveFocus();
      expect(screen.queryByText(/^openBIS has a file/)).toBeNull();
    });

    it('by an upload to the folder of the selected file', async () => {
      await userEvent.click(await file(/^images/));
      await file(/^a.png/);
      await check('a.png');
      await press('Upload…');
      expect(services.navigation.task).toBe('uploadFiles');
      expect(services.fileUploads.draft).toMatchObject({ owner: '/YEAST/S1', folder: 'images', files: [] });
    });

    it('by files that are dragged from the file browser to a folder', async () => {
      const event = (type: string, data: Record<string, unknown>) =>
        Object.assign(new MouseEvent(type, { bubbles: true, cancelable: true }), {
          mimeData: { hasData: (each: string) => each in data, getData: (each: string) => data[each] },
          proposedAction: 'move',
          dropAction: 'none'
        });
      const target = await file(/^images/);
      const text = event('lm-dragenter', { 'text/plain': 'words' });
      fireEvent(target, text);
      expect(text.defaultPrevented).toBe(false);
      const dragged = { 'application/x-jupyter-icontents': ['work/b.csv', 'RTC:work/c.csv'] };
      const enterEvent = event('lm-dragenter', dragged);
      fireEvent(target, enterEvent);
      expect([enterEvent.defaultPrevented, enterEvent.dropAction]).toEqual([true, 'move']);
      fireEvent(target, event('lm-drop', dragged));
      expect(services.navigation.task).toBe('uploadFiles');
      expect(services.fileUploads.draft).toMatchObject({
        owner: '/YEAST/S1',
        folder: 'images',
        files: ['work/b.csv', 'work/c.csv']
      });
    });
  });

  it('may be missing', async () => {
    withFiles(services.server, 'PS1', {});
    await show({ hasAfsFiles: false });
    expect(await screen.findByText('No files of its own yet.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Download all…' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Upload…' })).toBeVisible();
  });
});

type Body = { action: string; path: string; newPath: string; paths: string[] };

/** Change the files as the server does. */
function change(files: Record<string, number>, { action, path, newPath, paths }: Body): unknown {
  const isIn = (each: string, folder: string) => each === folder || each.startsWith(`${folder}/`);
  if (action === 'createFolder') {
    files[`${path}/`] = 0;
    return { paths: [path] };
  }
  for (const each of Object.keys(files)) {
    if (action === 'move' && isIn(each, path)) {
      files[newPath + each.slice(path.length)] = files[each];
      delete files[each];
    } else if (action === 'delete' && paths.some(folder => isIn(each, folder))) {
      delete files[each];
    }
  }
  return { paths: action === 'move' ? [newPath] : paths };
}
