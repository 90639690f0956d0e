import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';

import { ApiError, CreationPlan, CreationRequest } from '../api';
import { seriousProblems } from '../testing/accessibility';
import { entity } from '../testing/fakeTree';
import { FakeServices, fakeServices, renderWith, storage } from '../testing/render';
import { assignment, entityType } from '../testing/types';
import { CreateForm } from './CreateForm';
import { CreationTarget } from './creations';

const YEAST = {
  ...entityType('YEAST', assignment('$NAME', { label: 'Name', mandatory: true })),
  generatesCodes: true,
  codePrefix: 'YST'
};
const PLATE = entityType('PLATE');
const PROJECT: CreationTarget = {
  connection: 'lab',
  kind: 'project',
  permId: 'PP',
  title: 'P',
  place: '/LAB/P',
  parent: ''
};
const SAMPLE: CreationTarget = { ...PROJECT, kind: 'sample', permId: 'PS1', parent: '/LAB/P/S1' };
const PLAN: CreationPlan = {
  kind: 'sample',
  type: 'YEAST',
  in: entity('project', '/LAB/P'),
  code: null,
  codePrefix: 'YST',
  identifier: null,
  properties: { $NAME: 'New one' },
  parents: []
};

type Sent = CreationRequest & { dryRun?: boolean };

describe('CreateForm', () => {
  let services: FakeServices;

  const start = async (browser = storage()) => {
    services = fakeServices(browser);
    services.server
      .on('GET', 'types/lab/sample', { types: [YEAST, PLATE] })
      .on('GET', 'types/lab/experiment', { types: [entityType('COLLECTION')] })
      .on('GET', /^browse\//, { entities: [], dataSets: [], totalCount: 0, start_with: 0, count: 0 })
      .on('POST', 'entities/lab', (body: Sent) =>
        body.dryRun ? PLAN : { entity: entity('sample', '/LAB/P/YST7'), link: null }
      );
    await services.connections.refresh();
    services.browsing.setConnection(services.connections.current);
  };

  beforeEach(() => start());

  const show = async (target: CreationTarget | null = PROJECT) => {
    if (target) {
      services.creations.begin(target);
    }
    const drawn = renderWith(services, <CreateForm />);
    await act(async () => undefined);
    return drawn;
  };
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
  const choose = async (code: string) => {
    await userEvent.click(screen.getByRole('combobox', { name: /^Type/ }));
    await userEvent.click(screen.getByRole('option', { name: code }));
  };
  const sent = () => services.server.bodies('POST', 'entities/lab') as Sent[];

  it('creates what was reviewed, and shows it', async () => {
    const { container } = await show();
    await choose('YEAST');
    await userEvent.type(screen.getByLabelText(/^Name/), 'New one');
    expect(await seriousProblems(container)).toEqual([]);
    await press('Review…');
    const request = {
      kind: 'sample',
      type: 'YEAST',
      in: '/LAB/P',
      code: null,
      properties: { $NAME: 'New one' },
      parents: []
    };
    expect(sent()).toEqual([{ ...request, dryRun: true }]);
    const plan = within(screen.getByRole('group', { name: 'What is created' }));
    expect(plan.getByText('In /LAB/P, with a code that openBIS generates: YST…')).toBeVisible();
    await press('Create');
    expect(sent()[1]).toEqual(request);
    expect(services.browsing.shown).toEqual({ kind: 'sample', permId: 'PYST7' });
    expect([services.navigation.tab, services.navigation.task]).toEqual(['browse', null]);
    expect(services.host.notified).toEqual(['Created: /LAB/P/YST7']);
    expect(services.creations.draft.type).toBe('');
  });

  it('asks for a code where openBIS generates none', async () => {
    await show();
    await choose('YEAST');
    expect(screen.getByLabelText('Code')).toHaveAccessibleDescription(/openBIS generate it/);
    await choose('PLATE');
    const code = screen.getByLabelText(/^Code/);
    expect(code).toBeRequired();
    await userEvent.type(code, ' P1 ');
    await press('Review…');
    expect(sent()[0].code).toBe('P1');
  });

  it('creates an experiment where one can be', async () => {
    await show();
    await userEvent.selectOptions(screen.getByLabelText('Kind'), 'experiment');
    await act(async () => undefined);
    expect(screen.queryByLabelText('Add parent sample')).toBeNull();
    await choose('COLLECTION');
    await press('Review…');
    expect(sent()[0]).toMatchObject({ kind: 'experiment', type: 'COLLECTION', parents: [] });
  });

  it('proposes the sample that it is derived from', async () => {
    await show(SAMPLE);
    expect(screen.queryByLabelText('Kind')).toBeNull();
    expect(screen.getByText('Derived from /LAB/P/S1, in /LAB/P')).toBeVisible();
    await userEvent.type(screen.getByLabelText('Add parent sample'), '/LAB/P/S2{Enter}');
    await press('Review…');
    expect(sent()[0].parents).toEqual(['/LAB/P/S1', '/LAB/P/S2']);
    await userEvent.click(screen.getByLabelText('/LAB/P/S1'));
    await press('Review…');
    expect(sent()[1].parents).toEqual(['/LAB/P/S2']);
  });

  it('shows problems beside their fields', async () => {
    const errors = [{ code: 'is missing' }, { type: 'choose a type' }, { 'prop.$NAME': 'is mandatory' }];
    services.server.on('POST', 'entities/lab', ApiError.fromAnswer(400, { reason: 'No.', errors }));
    await show();
    await choose('YEAST');
    await press('Review…');
    expect(screen.getByLabelText(/^Name/)).toBeInvalid();
    expect(screen.getByLabelText('Code')).toBeInvalid();
    expect(screen.getByRole('combobox', { name: /^Type/ })).toBeInvalid();
  });

  it('survives a reload of the page', async () => {
    const browser = storage();
    await start(browser);
    const { unmount } = await show();
    await choose('YEAST');
    await userEvent.type(screen.getByLabelText(/^Name/), 'New one');
    unmount();
    await start(browser);
    await show(null);
    expect(screen.getByLabelText(/^Name/)).toHaveValue('New one');
    await press('Clear form');
    expect(screen.queryByLabelText(/^Name/)).toBeNull();
  });

  it('keeps what was entered for each place', async () => {
    await show();
    await userEvent.type(screen.getByLabelText(/^Code/), 'X');
    act(() => services.creations.begin(SAMPLE));
    expect(screen.getByLabelText(/^Code/)).toHaveValue('');
    act(() => services.creations.begin(PROJECT));
    expect(screen.getByLabelText(/^Code/)).toHaveValue('X');
  });

  it('says what to do without a place', async () => {
    await show(null);
    expect(screen.getByText('Open the details of the place for the new object.')).toBeVisible();
  });
});
