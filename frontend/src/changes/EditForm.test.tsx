import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, ChangePlan, ChangeRequest } from '../api';
import { seriousProblems } from '../testing/accessibility';
import { connection, FakeServices, fakeServices, renderWith, storage } from '../testing/render';
import { assignment, entityDetails, entityType, property } from '../testing/types';
import { EditForm } from './EditForm';

const MODIFIED = '2023-03-16T10:00:00.123000+00:00';
const TYPE = entityType(
  'YEAST',
  assignment('$NAME', { label: 'Name' }),
  assignment('TEMPERATURE', { label: 'Temperature', dataType: 'REAL', ordinal: 2 }),
  assignment('AT', { label: 'Taken', dataType: 'TIMESTAMP', ordinal: 3 })
);
const DETAILS = entityDetails({
  $NAME: 'Wild type',
  properties: [
    property('$NAME', 'Wild type', { label: 'Name' }),
    property('TEMPERATURE', '30', { label: 'Temperature' }),
    property('AT', '2024-05-17 14:30:07 +0200', { dataType: 'TIMESTAMP' })
  ],
  parents: [{ kind: 'sample', permId: 'P0', type: 'YEAST', $NAME: 'Mother', identifier: null }],
  modificationDate: MODIFIED
});
const TARGET = { connection: 'lab', kind: 'sample' as const, permId: 'PS1' };
const PLAN: ChangePlan = {
  kind: 'sample',
  permId: 'PS1',
  identifier: '/LAB/P/S1',
  type: 'YEAST',
  $NAME: 'Wild type',
  properties: [{ field: 'prop.TEMPERATURE', label: 'Temperature', before: '30', after: '37' }],
  addedParents: [],
  removedParents: [],
  isEmpty: false,
  basedOn: MODIFIED,
  modifier: 'alice',
  seen: { 'prop.TEMPERATURE': '30' }
};
const CONFLICT = ApiError.fromAnswer(409, {
  reason: 'It was changed.',
  code: 'changed-meanwhile',
  errors: [{ 'prop.TEMPERATURE': 'was changed meanwhile' }],
  changes: [{ field: 'prop.TEMPERATURE', seen: '30', present: '25' }],
  modifier: 'bob',
  modificationDate: '2023-03-17T10:00:00+00:00'
});

type Sent = ChangeRequest & { dryRun?: boolean };

describe('EditForm', () => {
  let services: FakeServices;

  const start = async (browser = storage()) => {
    services = fakeServices(browser);
    services.server
      .on('GET', 'details/lab/sample/PS1', DETAILS)
      .on('GET', 'types/lab/sample', { types: [TYPE] })
      .on('POST', 'changes/lab', (body: Sent) => (body.dryRun ? PLAN : { changed: true }));
    await services.connections.refresh();
  };

  beforeEach(async () => {
    await start();
    services.edits.begin(TARGET);
  });

  const show = async () => {
    const drawn = renderWith(services, <EditForm />);
    await act(async () => undefined);
    return drawn;
  };
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
  const sent = () => services.server.bodies('POST', 'changes/lab') as Sent[];
  const enter = async (label: string, text: string) => {
    const input = screen.getByLabelText(label);
    await userEvent.clear(input);
    await userEvent.type(input, text);
  };

  it('shows the stored values', async () => {
    const { container } = await show();
    expect(screen.getByLabelText('Name')).toHaveValue('Wild type');
    expect(screen.getByLabelText('Temperature')).toHaveValue('30');
    expect(screen.getByLabelText('Mother')).toBeChecked();
    expect(await seriousProblems(container)).toEqual([]);
  });

  it('sends only what was changed, with what the user has seen', async () => {
    await show();
    await enter('Temperature', '37');
    await press('Review…');
    expect(sent()).toEqual([
      {
        kind: 'sample',
        permId: 'PS1',
        properties: { TEMPERATURE: '37' },
        addParents: [],
        removeParents: [],
        unchangedSince: MODIFIED,
        seen: { 'prop.TEMPERATURE': '30' },
        dryRun: true
      }
    ]);
    const plan = within(screen.getByRole('group', { name: 'Changes' }));
    expect(plan.getByText('30').tagName).toBe('DEL');
    expect(plan.getByText('37').tagName).toBe('INS');
  });

  it('saves what was shown, and only then', async () => {
    await show();
    await enter('Temperature', '37');
    await press('Review…');
    services.navigation.startTask('edit');
    await press('Save');
    expect(sent()[1]).toMatchObject({ unchangedSince: MODIFIED, seen: PLAN.seen });
    expect(sent()[1]).not.toHaveProperty('dryRun');
    expect([services.navigation.tab, services.navigation.task]).toEqual(['browse', null]);
    expect(services.host.notified).toEqual(['Saved: Wild type']);
    expect(services.edits.draft.props).toEqual({});
  });

  it('sends a value that is as before again no more', async () => {
    await show();
    await enter('Temperature', '37');
    await enter('Temperature', '30');
    await press('Review…');
    expect(sent()[0].properties).toEqual({});
  });

  it('clears a property', async () => {
    await show();
    await userEvent.clear(screen.getByLabelText('Temperature'));
    await press('Review…');
    expect(sent()[0].properties).toEqual({ TEMPERATURE: '' });
  });

  it('adds and removes parents', async () => {
    await show();
    await userEvent.click(screen.getByLabelText('Mother'));
    await userEvent.type(screen.getByLabelText('Add parent sample'), '/LAB/P/S9{Enter}');
    await press('Review…');
    expect(sent()[0]).toMatchObject({
      addParents: ['/LAB/P/S9'],
      removeParents: ['P0'],
      seen: { parent: ['P0'] }
    });
  });

  it('offers nothing to save where nothing differs', async () => {
    services.server.on('POST', 'changes/lab', { ...PLAN, properties: [], isEmpty: true });
    await show();
    await press('Review…');
    expect(screen.getByText('Nothing differs from what openBIS has.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('asks for a review again after another change', async () => {
    await show();
    await press('Review…');
    await enter('Name', 'Other');
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('shows problems beside their fields', async () => {
    const errors = [{ 'prop.TEMPERATURE': 'is mandatory' }, { parent: 'No such sample: X' }];
    services.server.on('POST', 'changes/lab', ApiError.fromAnswer(400, { reason: 'No.', errors }));
    await show();
    await press('Review…');
    expect(screen.getByLabelText('Temperature')).toHaveAccessibleDescription(/Required\./);
    await waitFor(() => expect(screen.getByLabelText('Temperature')).toHaveFocus());
    expect(screen.getByLabelText('Add parent sample')).toBeInvalid();
  });

  it('shows what another user has changed, and keeps what was entered', async () => {
    await show();
    await enter('Temperature', '37');
    services.server.on('POST', 'changes/lab', CONFLICT);
    await press('Review…');
    const conflict = within(screen.getByText(/^bob has changed this at/).closest('[role="alert"]')!);
    expect(conflict.getByText('Temperature: 30 → 25')).toBeVisible();
    const now = { ...DETAILS, modificationDate: '2023-03-17T10:00:00+00:00' };
    services.server
      .on('GET', 'details/lab/sample/PS1', {
        ...now,
        properties: [property('$NAME', 'Renamed'), property('TEMPERATURE', '25')]
      })
      .on('POST', 'changes/lab', PLAN);
    await press('Reload, keep my changes');
    await waitFor(() => expect(screen.getByLabelText('Name')).toHaveValue('Renamed'));
    expect(screen.getByLabelText('Temperature')).toHaveValue('37');
    await press('Review…');
    expect(sent().slice(-1)[0]).toMatchObject({
      properties: { TEMPERATURE: '37' },
      unchangedSince: '2023-03-17T10:00:00+00:00',
      seen: { 'prop.TEMPERATURE': '25' }
    });
  });

  it('survives a reload of the page, still based on what the user has seen', async () => {
    const browser = storage();
    await start(browser);
    services.edits.begin(TARGET);
    const { unmount } = await show();
    await enter('Temperature', '37');
    unmount();
    await start(browser);
    services.server.on('GET', 'details/lab/sample/PS1', { ...DETAILS, modificationDate: null });
    await show();
    expect(screen.getByLabelText('Temperature')).toHaveValue('37');
    await press('Review…');
    expect(sent()[0].unchangedSince).toBe(MODIFIED);
  });

  it('forgets what was entered', async () => {
    await show();
    await enter('Temperature', '37');
    await press('Clear form');
    expect(screen.getByLabelText('Temperature')).toHaveValue('30');
  });

  it.each([['details/lab/sample/PS1'], ['types/lab/sample']])('offers to load %s again', async path => {
    services.server.on('GET', path, new ApiError(500, 'Broken.'));
    await show();
    expect(screen.getByText('Broken.')).toBeVisible();
    services.server
      .on('GET', 'details/lab/sample/PS1', DETAILS)
      .on('GET', 'types/lab/sample', { types: [TYPE] });
    await press('Try again');
    expect(await screen.findByLabelText('Temperature')).toBeVisible();
  });

  it('cannot be sent where the server only reads', async () => {
    services.server.on('GET', 'conns', { connections: [connection()], notebook_dir: '/', read_only: true });
    await services.connections.refresh();
    await show();
    expect(screen.getByRole('button', { name: 'Review…' })).toBeDisabled();
    expect(screen.getByText(/only reads from openBIS/)).toBeVisible();
  });

  it('says that the type is not shown', async () => {
    services.server.on('GET', 'types/lab/sample', { types: [] });
    await show();
    expect(screen.getByText('openBIS does not show the type YEAST.')).toBeVisible();
  });
});
