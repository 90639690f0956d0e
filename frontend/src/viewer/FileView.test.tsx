import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';

import { ApiError, Preview } from '../api';
import { seriousProblems } from '../testing/accessibility';
import { withFiles } from '../testing/fakeFiles';
import { FakeServices, fakeServices, renderWith, storage } from '../testing/render';
import { FileView } from './FileView';
import { ViewedFile } from './viewer';

const PLACE = { connection: 'lab', permId: '1-1', name: 'Wild type', size: null };
const NOTHING: Preview = {
  kind: 'none',
  mediaType: '',
  data: null,
  text: null,
  rows: null,
  truncated: false,
  reason: null,
  reasons: [],
  next: null,
  image: null,
  hdf5: null,
  encoding: null,
  delimiter: null,
  decimal: null,
  spaceAfterDelimiter: false,
  skipLines: 0,
  trailingDelimiter: false,
  blankLines: false,
  literalQuotes: false
};
const IMAGE: Preview = { ...NOTHING, kind: 'image', mediaType: 'image/png', data: 'aaaa' };
const GROUP = {
  kind: 'group' as const,
  attributes: [],
  memberCount: 0,
  shape: null,
  dtype: null,
  values: null,
  remark: null
};
const MEMBER = { shape: null, dtype: null, target: null };

function Shown({ path }: { path: string }): JSX.Element {
  const [file, show] = useState<ViewedFile>({ place: PLACE, path });
  return <FileView file={file} onShow={show} />;
}

describe('FileView', () => {
  let services: FakeServices;

  beforeEach(() => {
    services = fakeServices();
    withFiles(services.server, '1-1', {
      'images/': 0,
      'images/a.png': 9,
      'images/b.png': 9,
      'images/n.txt': 9,
      'a.csv': 9
    });
  });

  const preview = (path: string, query: string, answer: unknown) =>
    services.server.on('GET', `preview/lab/1-1/${encodeURIComponent(path)}${query}`, answer);
  const show = (path: string) => renderWith(services, <Shown path={path} />);
  const button = (name: string) => screen.getByRole('button', { name });
  const previews = () =>
    services.server.asked.filter(each => each.path.startsWith('preview')).map(each => each.path);

  it('leafs through the images of a folder by buttons and arrow keys', async () => {
    services.server.on('GET', /^preview/, IMAGE);
    show('images/a.png');
    expect(await screen.findByRole('img', { name: 'a.png' })).toBeVisible();
    const status = await screen.findByText('1 of 2');
    expect(status).toBeVisible();
    await userEvent.click(button('Next image'));
    expect(await screen.findByRole('img', { name: 'b.png' })).toBeVisible();
    expect(screen.getByText('2 of 2')).toBeVisible();
    expect(button('Next image')).toBeDisabled();
    act(() => screen.getByRole('group', { name: 'Image' }).focus());
    await userEvent.keyboard('{ArrowLeft}');
    expect(await screen.findByRole('img', { name: 'a.png' })).toBeVisible();
    const gallery = screen.getByRole('list', { name: 'Images of the folder' });
    expect(
      within(gallery)
        .getAllByRole('button')
        .map(each => each.title)
    ).toEqual(['a.png', 'b.png']);
    expect(previews()).toContain('preview/lab/1-1/images%2Fb.png?side=128');
    expect(await seriousProblems(document.body)).toEqual([]);
  });

  it('zooms an image by keys', async () => {
    services.server.on('GET', /^preview/, IMAGE);
    show('images/a.png');
    await screen.findByRole('img', { name: 'a.png' });
    expect(button('Fit')).toHaveAttribute('aria-pressed', 'true');
    act(() => screen.getByRole('group', { name: 'Image' }).focus());
    await userEvent.keyboard('1');
    expect(button('100 %')).toHaveAttribute('aria-pressed', 'true');
    await userEvent.keyboard('+');
    expect(button('100 %')).toHaveAttribute('aria-pressed', 'false');
    await userEvent.keyboard('0');
    expect(button('Fit')).toHaveAttribute('aria-pressed', 'true');
  });

  it('shows the pages of a TIFF file', async () => {
    const image = { width: 4000, height: 3000, page: 0, pages: 2, morePages: false };
    preview('s.tif', '?large=true', { ...IMAGE, image });
    preview('s.tif', '?large=true&page=1', { ...IMAGE, image: { ...image, page: 1 } });
    show('s.tif');
    expect(await screen.findByText('Page 1 of 2')).toBeVisible();
    expect(screen.getByText('4,000 × 3,000 pixels')).toBeVisible();
    await userEvent.click(button('Next page'));
    expect(await screen.findByText('Page 2 of 2')).toBeVisible();
    expect(button('Next page')).toBeDisabled();
  });

  it('shows a long table part by part, always with its header', async () => {
    const table: Preview = {
      ...NOTHING,
      kind: 'table',
      rows: [
        ['time', 'od'],
        ['0', '0.1']
      ],
      next: 16
    };
    preview('a.csv', '?large=true', table);
    preview('a.csv', '?large=true&offset=16', { ...table, rows: [['1', '0.2']], next: null });
    show('a.csv');
    expect(await screen.findByRole('cell', { name: '0.1' })).toBeVisible();
    await userEvent.click(button('Next part'));
    expect(await screen.findByRole('cell', { name: '0.2' })).toBeVisible();
    expect(screen.getByRole('columnheader', { name: 'od' })).toBeVisible();
    expect(screen.queryByRole('cell', { name: '0.1' })).toBeNull();
    expect(button('Next part')).toBeDisabled();
    await userEvent.click(button('Previous part'));
    expect(await screen.findByRole('cell', { name: '0.1' })).toBeVisible();
    expect(await seriousProblems(document.body)).toEqual([]);
  });

  it('shows the tree of an HDF5 file and a part of a dataset', async () => {
    const dataset = { ...MEMBER, name: 'data', kind: 'dataset', shape: [3, 90], dtype: 'float64' };
    const members = [
      { ...MEMBER, name: 'entry', kind: 'group' },
      { ...MEMBER, name: 'x', kind: 'link', target: '/y' }
    ];
    const root = { ...NOTHING, kind: 'hdf5', hdf5: { ...GROUP, path: '/', members } };
    preview('a.h5', '?large=true', root);
    preview('a.h5', '?item=%2F', root);
    preview('a.h5', '?item=%2Fentry', { ...root, hdf5: { ...GROUP, path: '/entry', members: [dataset] } });
    const values = (start: number[], cell: string) => ({
      ...root,
      hdf5: {
        ...GROUP,
        path: '/entry/data',
        ...dataset,
        members: [],
        values: { start, fields: [], rows: [[cell]] }
      }
    });
    preview('a.h5', '?item=%2Fentry%2Fdata', values([0, 0], '7.5'));
    preview('a.h5', '?item=%2Fentry%2Fdata&start=0%2C80', values([0, 80], '8.5'));
    show('a.h5');
    const entry = await screen.findByRole('treeitem', { name: 'entry' });
    expect(screen.getByRole('treeitem', { name: 'x, → /y' })).toBeVisible();
    entry.focus();
    await userEvent.keyboard('{ArrowRight}');
    await userEvent.click(await screen.findByRole('treeitem', { name: 'data, float64 3 × 90' }));
    expect(await screen.findByRole('cell', { name: '7.5' })).toBeVisible();
    const index = screen.getByRole('spinbutton', { name: 'Index 2 (of 90)' });
    await userEvent.clear(index);
    await userEvent.type(index, '80{Enter}');
    expect(await screen.findByRole('cell', { name: '8.5' })).toBeVisible();
    expect(screen.getByRole('rowheader', { name: '0' })).toBeVisible();
    expect(screen.getByRole('columnheader', { name: '80' })).toBeVisible();
  });

  it('hands a PDF document to the browser with a fixed type', async () => {
    const blobs: Blob[] = [];
    URL.createObjectURL = jest.fn(blob => `blob:${blobs.push(blob as Blob)}`);
    URL.revokeObjectURL = jest.fn();
    preview('a.pdf', '?large=true', { ...NOTHING, kind: 'pdf', data: btoa('%PDF-1.7') });
    const { container, unmount } = show('a.pdf');
    await waitFor(() => expect(container.querySelector('object')).toHaveAttribute('data', 'blob:1'));
    expect([blobs[0].type, blobs[0].size]).toEqual(['application/pdf', 8]);
    unmount();
    expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:1');
  });

  it('says why nothing is shown, and what went wrong', async () => {
    preview('a.bin', '?large=true', {
      ...NOTHING,
      reasons: [{ code: 'damaged', text: 'The file is damaged', parameters: {} }]
    });
    const { unmount } = show('a.bin');
    expect(await screen.findByText('The file is damaged, or of a kind that cannot be shown.')).toBeVisible();
    unmount();
    preview('b.bin', '?large=true', new ApiError(500, 'The data store does not answer.'));
    show('b.bin');
    expect(await screen.findByText(/does not answer/)).toBeVisible();
  });

  it('shows source text of pages, which is never interpreted', async () => {
    const text = '<script>alert(1)</script>';
    preview('a.html', '?large=true', { ...NOTHING, kind: 'text', text });
    const { container } = show('a.html');
    expect(await screen.findByText(text)).toBeVisible();
    expect(container.querySelector('script')).toBeNull();
  });

  it('downloads the file by the form of the panel', async () => {
    preview('a.txt', '?large=true', { ...NOTHING, kind: 'text', text: 'x' });
    show('a.txt');
    await userEvent.click(button('Download…'));
    expect([services.selection.files, services.navigation.task]).toEqual([['a.txt'], 'download']);
    expect(services.host.panelShown).toBe(1);
  });
});

test('files that are shown large are requested again after a reload', () => {
  const browser = storage();
  const before = fakeServices(browser).viewer;
  const file = (path: string) => ({ place: PLACE, path });
  before.remember(null, file('a.txt'));
  before.remember(null, file('b.png'));
  before.remember(file('b.png'), file('c.png'));
  before.remember(file('a.txt'), null);
  const { viewer } = fakeServices(browser);
  const requested: string[] = [];
  viewer.requested.connect((_, { path }) => requested.push(path));
  viewer.restore();
  expect(requested).toEqual(['c.png']);
});
