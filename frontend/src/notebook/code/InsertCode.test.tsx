import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, Preview } from '../../api';
import { FakeNotebook } from '../../testing/fakeHost';
import { job } from '../../testing/jobs';
import { connection, FakeServices, fakeServices, renderWith } from '../../testing/render';
import { InsertCode } from './InsertCode';

const FILE = { connection: 'lab', permId: '1-1', path: 'original/a.csv' };
const PREVIEW: Preview = {
  kind: 'table',
  mediaType: 'text/csv',
  data: null,
  text: null,
  rows: [['a', 'b']],
  truncated: false,
  reason: null,
  reasons: [],
  encoding: 'cp1252',
  delimiter: ';',
  decimal: ',',
  spaceAfterDelimiter: false,
  skipLines: 0,
  trailingDelimiter: false,
  blankLines: false,
  literalQuotes: false,
  next: null,
  image: null,
  hdf5: null
};
const GERMAN = 'sep=";", decimal=",", encoding="cp1252"';

describe('InsertCode', () => {
  let services: FakeServices;
  let notebook: FakeNotebook;

  beforeEach(async () => {
    services = fakeServices();
    notebook = new FakeNotebook('work/a.ipynb');
    services.host.notebook = notebook;
    services.server.on('GET', /^copies\//, { copy: null }).on('GET', /^preview\//, PREVIEW);
    await services.connections.refresh();
  });

  const open = async (target = FILE as Parameters<typeof InsertCode>[0]['target'], preview?: Preview) => {
    renderWith(services, <InsertCode target={target} preview={preview} />);
    await userEvent.click(screen.getByRole('button', { name: 'Insert code…' }));
  };
  const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
  const lastCode = () => notebook.inserted.slice(-1)[0];
  const copies = () => services.server.asked.map(each => each.path).filter(path => path.startsWith('copies'));

  it('reads the table in the format of the preview', async () => {
    await open(FILE, PREVIEW);
    await press('Load as table');
    expect(lastCode()).toContain(`pd.read_csv("openbis://lab/1-1/original/a.csv", ${GERMAN})`);
    expect(services.server.asked.map(each => each.path)).not.toContain('preview/lab/1-1/original%2Fa.csv');
    expect(screen.getByText('Inserted into work/a.ipynb.')).toBeVisible();
  });

  it('passes on which lines are not part of the table', async () => {
    await open(FILE, {
      ...PREVIEW,
      skipLines: 2,
      trailingDelimiter: true,
      blankLines: true,
      literalQuotes: true
    });
    await press('Load as table');
    expect(lastCode()).toContain(`${GERMAN}, skiprows=2, index_col=False)`);
  });

  it('requests the format of the table if the file was not previewed', async () => {
    await open();
    await press('Load as table');
    expect(lastCode()).toContain(GERMAN);
  });

  it('uses the file name when the server cannot detect the format', async () => {
    services.server.on('GET', /^preview\//, new ApiError(401, 'Log in first.'));
    await open();
    await press('Load as table');
    expect(lastCode()).toContain('pd.read_csv("openbis://lab/1-1/original/a.csv")');
  });

  it.each([
    ['/home/alice/work/raw/1-1', 'original/a.csv', 'raw/1-1/original/a.csv'],
    ['/home/alice/raw/1-1', 'a.csv', '../raw/1-1/a.csv'],
    ['/home/alice/work', 'a.csv', 'a.csv'],
    ['/scratch/1-1', 'a.csv', '/scratch/1-1/a.csv'],
    ['/home/alice/work/~x/1-1', 'a.csv', './~x/1-1/a.csv']
  ])('reads the copy in %s', async (path, file, inCode) => {
    services.server.on('GET', /^copies\//, { copy: { path, complete: true, file } });
    await open(FILE, PREVIEW);
    expect(await screen.findByText('Reads the downloaded copy. No login is needed.')).toBeVisible();
    await press('Load as table');
    expect(lastCode()).toContain(`pd.read_csv("${inCode}", ${GERMAN})`);
  });

  it('searches for a copy near the notebook and in the recorded folder', async () => {
    notebook.metadata.datasets = { '1-1': { path: '../raw/1-1' } };
    await open();
    await screen.findByRole('button', { name: 'Load as table' });
    expect(copies()).toEqual(['copies/lab/1-1?near=work&recorded=raw%2F1-1&file=original%2Fa.csv']);
  });

  it('lists the files of a data set that was downloaded meanwhile', async () => {
    await open({ connection: 'lab', permId: '1-1' });
    await screen.findByRole('button', { name: 'Download data set' });
    const path = '/home/alice/work/raw/1-1';
    services.server
      .on('GET', /^copies\//, { copy: { path, complete: true, file: null } })
      .on('GET', 'jobs', { jobs: [job()] });
    await act(() => services.transfers.refresh());
    await press('List files');
    expect(lastCode()).toContain('Path("raw/1-1").rglob("*")');
  });

  it('reads from openBIS when the search for a copy fails', async () => {
    services.server.on('GET', /^copies\//, new ApiError(404, 'Not found'));
    await open(FILE, PREVIEW);
    await press('Read file');
    expect(lastCode()).toContain('fsspec.filesystem("openbis")');
  });

  it.each([
    [true, { status: 'connected' as const, saved: false }, 'Runs with the login of this panel.'],
    [true, { status: 'not connected' as const }, 'Log in to the connection before you run the code.'],
    [false, { saved: true }, /^The notebook logs in by itself/],
    [false, { saved: false }, /^Save the connection first/]
  ])('says how the code logs in: kernel login %s, %j', async (kernelLogin, changes, words) => {
    services.server.on('GET', 'conns', {
      connections: [connection(changes)],
      notebook_dir: '/home/alice',
      kernel_login: kernelLogin
    });
    await services.connections.refresh();
    await open(FILE, PREVIEW);
    expect(await screen.findByText(words)).toBeVisible();
  });
});
