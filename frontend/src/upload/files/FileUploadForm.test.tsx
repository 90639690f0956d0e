import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, FileUploadPlan } from '../../api';
import { seriousProblems } from '../../testing/accessibility';
import { FakeNotebook } from '../../testing/fakeHost';
import { job } from '../../testing/jobs';
import { chooseEntry } from '../../testing/menus';
import { FakeServices, fakeServices, renderWith, storage } from '../../testing/render';
import { FileUploadForm } from './FileUploadForm';

const PLACE = { connection: 'lab', permId: 'PS1', name: 'Wild type', size: null, owner: '/YEAST/S1' };
const NEW = { path: 'raw/a.csv', size: 7, isFolder: false, replaces: false };
const OTHER = { path: 'raw/b.csv', size: 9, isFolder: false, replaces: true };

function plan(changes: Partial<FileUploadPlan> = {}): FileUploadPlan {
  return {
    owner: '/YEAST/S1',
    ownerKind: 'sample',
    permId: 'PS1',
    folder: 'raw',
    files: [NEW],
    total: { files: 1, bytes: 7 },
    existing: [],
    replaces: false,
    unchanged: [],
    leftOutFiles: [],
    ...changes
  };
}

describe('FileUploadForm', () => {
  let services: FakeServices;
  let planned: () => unknown;

  beforeEach(async () => {
    services = fakeServices();
    services.host.folders = { '': [{ name: 'a.csv', path: 'a.csv', isFolder: false, size: 7 }] };
    planned = () => plan();
    services.server.on('POST', 'jobs', (body: { dryRun?: boolean }) =>
      body.dryRun
        ? planned()
        : job({ kind: 'uploadFiles', state: 'running', permIds: [], owner: '/YEAST/S1', isOfOwner: true })
    );
    await services.connections.refresh();
  });

  const bodies = () => services.server.bodies('POST', 'jobs') as { dryRun?: boolean }[];
  const started = () => bodies().filter(body => !body.dryRun);
  const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
  const review = async (...files: string[]) => {
    services.fileUploads.begin(PLACE, 'raw');
    act(() => services.fileUploads.change({ files }));
    renderWith(services, <FileUploadForm />);
    await press('Review…');
    return screen.findByRole('region', { name: 'What will be sent' });
  };

  it('sends chosen files to a folder after a dry run, and shows the transfer', async () => {
    services.fileUploads.begin(PLACE, 'raw');
    renderWith(services, <FileUploadForm />);
    expect(screen.getByRole('heading', { name: 'Upload files to Wild type' })).toBeVisible();
    expect(screen.getByLabelText('Folder in openBIS')).toHaveValue('raw');
    await press('Add files…');
    await chooseEntry('Choose files…');
    await userEvent.click(await screen.findByRole('checkbox', { name: 'a.csv' }));
    await press('Review…');
    expect(await screen.findByText('1 file, 7 B, for /YEAST/S1.')).toBeVisible();
    expect(started()).toEqual([]);
    expect(await seriousProblems(document.body)).toEqual([]);
    await press('Upload');
    expect(started()).toMatchObject([
      {
        kind: 'uploadFiles',
        connection: 'lab',
        entityIdentifier: '/YEAST/S1',
        files: ['a.csv'],
        folder: 'raw',
        replace: false
      }
    ]);
    expect(services.navigation.tab).toBe('transfers');
  });

  it('replaces files with other content only by a button that says so', async () => {
    planned = () =>
      plan({
        files: [NEW, OTHER],
        existing: ['raw/b.csv'],
        unchanged: [{ ...NEW, path: 'raw/c.csv', md5: '' }]
      });
    const confirmation = within(await review('a.csv', 'b.csv', 'c.csv'));
    expect(confirmation.getByText('1 new')).toBeVisible();
    expect(confirmation.getByText('1 unchanged')).toBeVisible();
    expect(confirmation.getByText('1 file in openBIS has other content')).toBeVisible();
    expect(confirmation.getByTitle('raw/b.csv')).toBeVisible();
    expect(confirmation.queryByRole('button', { name: 'Upload' })).toBeNull();
    expect(confirmation.getByRole('button', { name: 'Edit' })).toHaveFocus();
    await press('Upload and replace 1 file');
    expect(started()).toMatchObject([{ replace: true }]);
  });

  it('has nothing to send if openBIS has all files', async () => {
    planned = () => plan({ files: [], unchanged: [{ ...NEW, md5: '' }], total: { files: 0, bytes: 0 } });
    const confirmation = within(await review('a.csv'));
    expect(confirmation.getByText('Nothing to send: openBIS has all of these files.')).toBeVisible();
    expect(confirmation.getAllByRole('button').map(each => each.textContent)).toEqual(['Edit']);
  });

  it('checks dropped files at once', async () => {
    services.fileUploads.begin(PLACE, '', ['work/a.csv']);
    renderWith(services, <FileUploadForm />);
    expect(await screen.findByRole('button', { name: 'Upload' })).toHaveFocus();
    expect(bodies()).toMatchObject([{ dryRun: true, files: ['work/a.csv'], folder: '' }]);
  });

  it('takes more files that are dropped on it', async () => {
    services.fileUploads.begin(PLACE, '', ['work/a.csv']);
    renderWith(services, <FileUploadForm />);
    await screen.findByRole('region', { name: 'What will be sent' });
    const data = { hasData: () => true, getData: () => ['work/a.csv', 'work/b.csv'] };
    const drop = Object.assign(new MouseEvent('lm-drop', { bubbles: true }), { mimeData: data });
    fireEvent(screen.getByLabelText('Folder in openBIS'), drop);
    expect(services.fileUploads.draft.files).toEqual(['work/a.csv', 'work/b.csv']);
    expect(await screen.findByRole('button', { name: 'Review…' })).toBeVisible(); // the plan is outdated
  });

  it('shows problems at their fields', async () => {
    planned = () =>
      ApiError.fromAnswer(400, {
        reason: 'no',
        code: 'invalid-upload',
        errors: [{ folder: 'raw: bad' }, { entityIdentifier: 'no right to change /YEAST/S1' }]
      });
    services.fileUploads.begin(PLACE, 'raw');
    act(() => services.fileUploads.change({ files: ['a.csv'] }));
    renderWith(services, <FileUploadForm />);
    await press('Review…');
    await waitFor(() => expect(screen.getByLabelText('Folder in openBIS')).toHaveFocus());
    expect(screen.getByLabelText('Folder in openBIS')).toHaveAccessibleDescription(/raw: bad/);
    expect(screen.getByText('no right to change /YEAST/S1')).toBeVisible();
  });

  it('saves open notebooks that are sent', async () => {
    const [sent, other] = ['work/a.ipynb', 'b.ipynb'].map(path => new FakeNotebook(path));
    [sent, other].forEach(each => (each.hasUnsavedChanges = true));
    services.host.notebook = sent;
    services.host.behind = [other];
    await review('work');
    expect([sent.saved, other.saved]).toEqual([1, 0]);
  });

  it('keeps the draft through a reload, and follows renamed files', async () => {
    const browser = storage();
    const first = fakeServices(browser);
    await first.connections.refresh();
    first.fileUploads.begin(PLACE, 'raw');
    first.fileUploads.change({ files: ['work/a.csv'] });
    first.host.rename('work', 'data');
    const again = fakeServices(browser);
    await again.connections.refresh();
    expect(again.fileUploads.draft).toEqual({
      files: ['data/a.csv'],
      folder: 'raw',
      name: 'Wild type',
      owner: '/YEAST/S1'
    });
    again.fileUploads.begin({ ...PLACE, owner: '/YEAST/S2' }, '');
    expect(again.fileUploads.draft.files).toEqual([]);
  });

  it('leads to the samples if none is chosen', async () => {
    renderWith(services, <FileUploadForm />);
    services.navigation.showTab('connections');
    await press('Browse');
    expect(services.navigation.tab).toBe('browse');
  });
});
