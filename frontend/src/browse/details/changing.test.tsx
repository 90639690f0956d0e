import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, Details } from '../../api';
import { seriousProblems } from '../../testing/accessibility';
import { dataSet } from '../../testing/fakeTree';
import { connection, FakeServices, fakeServices, renderWith } from '../../testing/render';
import { entityDetails } from '../../testing/types';
import { ChangeButtons } from './ChangeButtons';
import { Unarchiving } from './Unarchiving';

const BOTH = ['Edit…', 'New object…'];

describe('buttons that change something', () => {
  let services: FakeServices;

  beforeEach(async () => {
    services = fakeServices();
    await services.connections.refresh();
  });

  const show = (details: Partial<Details>) =>
    renderWith(services, <ChangeButtons connection="lab" details={entityDetails(details)} />);
  const labels = () => screen.queryAllByRole('button').map(each => each.textContent);

  it.each<[Partial<Details>, string[]]>([
    [{ kind: 'space', identifier: '/LAB', type: null }, ['New object…']],
    [{ kind: 'project', identifier: '/LAB/P', type: null }, ['New object…']],
    [{ kind: 'experiment', identifier: '/LAB/P/E' }, BOTH],
    [
      { kind: 'sample', owner: { kind: 'project', permId: 'P', identifier: '/LAB/P' } as Details['owner'] },
      BOTH
    ],
    [{ kind: 'dataSet', identifier: null }, ['Edit…']]
  ])('are those of the kind: %j', (details, expected) => {
    show(details);
    expect(labels()).toEqual(expected);
  });

  it('open the forms', async () => {
    show({
      kind: 'sample',
      owner: { kind: 'project', permId: 'P', identifier: '/LAB/P' } as Details['owner']
    });
    await userEvent.click(screen.getByRole('button', { name: 'Edit…' }));
    expect(services.navigation.task).toBe('edit');
    expect(services.edits.target).toEqual({ connection: 'lab', kind: 'sample', permId: 'PS1' });
    await userEvent.click(screen.getByRole('button', { name: 'New object…' }));
    expect(services.navigation.task).toBe('create');
    expect(services.creations.target).toMatchObject({ place: '/LAB/P', parent: '/LAB/P/S1' });
  });

  it('are disabled with a reason where the server only reads', async () => {
    services.server.on('GET', 'conns', { connections: [connection()], notebook_dir: '/', read_only: true });
    await services.connections.refresh();
    const { container } = show({ kind: 'experiment', identifier: '/LAB/P/E' });
    screen.getAllByRole('button').forEach(each => {
      expect(each).toBeDisabled();
      expect(each).toHaveAccessibleDescription(/only reads from openBIS/);
    });
    expect(await seriousProblems(container)).toEqual([]);
  });
});

describe('Unarchiving', () => {
  let services: FakeServices;
  let reloads: number;

  beforeEach(async () => {
    services = fakeServices();
    reloads = 0;
    await services.connections.refresh();
  });

  const show = (status: string | null) =>
    renderWith(
      services,
      <Unarchiving connection="lab" dataSet={dataSet('D1', { status })} reload={() => (reloads += 1)} />
    );
  const statusInOpenbis = (status: string) =>
    services.server.on('GET', 'details/lab/dataSet/D1', { dataSet: { status } });

  it.each(['AVAILABLE', 'LOCKED', null])('is not shown for %s', status => {
    const { container } = show(status);
    expect(container).toBeEmptyDOMElement();
    expect(reloads).toBe(0);
  });

  it('asks for the files, and loads the details again when they are back', async () => {
    services.server.on('POST', 'unarchive/lab', {
      dataSets: [{ permId: 'D1', status: 'UNARCHIVE_PENDING' }]
    });
    statusInOpenbis('AVAILABLE');
    show('ARCHIVED');
    await userEvent.click(screen.getByRole('button', { name: 'Unarchive' }));
    expect(services.server.bodies('POST', 'unarchive/lab')).toEqual([{ permIds: ['D1'] }]);
    expect(await screen.findByText('The files are back from the archive.')).toBeInTheDocument();
    expect(reloads).toBe(1);
  });

  it('watches what another user has requested', async () => {
    statusInOpenbis('UNARCHIVE_PENDING');
    show('UNARCHIVE_PENDING');
    expect(screen.getByText(/brings the files back/)).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
    await waitFor(() =>
      expect(services.server.asked.map(each => each.path)).toContain('details/lab/dataSet/D1')
    );
  });

  it('offers it again when openBIS has put the files back into the archive', async () => {
    statusInOpenbis('ARCHIVED');
    show('UNARCHIVE_PENDING');
    expect(await screen.findByRole('button', { name: 'Unarchive' })).toBeEnabled();
    expect(reloads).toBe(0);
  });

  it('shows why openBIS refuses', async () => {
    services.server.on('POST', 'unarchive/lab', new ApiError(400, 'No right to do that.'));
    show('ARCHIVED');
    await userEvent.click(screen.getByRole('button', { name: 'Unarchive' }));
    expect(await screen.findByText('No right to do that.')).toBeVisible();
  });

  it('is disabled where the server only reads', async () => {
    services.server.on('GET', 'conns', { connections: [connection()], notebook_dir: '/', read_only: true });
    await services.connections.refresh();
    show('ARCHIVED');
    expect(screen.getByRole('button', { name: 'Unarchive' })).toBeDisabled();
    expect(screen.getByText(/only reads from openBIS/)).toBeVisible();
  });
});
