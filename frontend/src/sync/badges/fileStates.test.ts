import { ApiError, EntryState } from '../../api';
import { job } from '../../testing/jobs';
import { FakeServices, fakeServices } from '../../testing/render';
import { FakeListings, folderState, keptFolder, NOT_SYNCHRONISED } from '../../testing/synchronised';
import { badgeOf } from './badges';
import { FileStates } from './fileStates';
import { showFileStates } from './showFileStates';

const DATA = 'sync/state?folder=work%2Fdata';
const OTHER = 'sync/state?folder=other';

describe('FileStates', () => {
  let services: FakeServices;
  let listings: FakeListings;
  let states: FileStates;

  beforeEach(async () => {
    jest.useFakeTimers();
    services = fakeServices();
    listings = new FakeListings();
    services.server
      .on('GET', DATA, folderState({ 'a.csv': 'same', 'b.csv': 'same' }))
      .on('GET', OTHER, NOT_SYNCHRONISED);
    states = showFileStates(services, listings);
    await pass(1);
  });
  afterEach(() => {
    states.dispose();
    jest.useRealTimers();
  });

  const pass = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);
  const show = async (...folders: string[]) => {
    listings.show(...folders);
    await pass(10);
  };
  const asked = (path: string) => services.server.bodies('GET', path).length;

  it('asks once about a folder that is not synchronised, also when Jupyter reads it again', async () => {
    await show('other');
    await show('other');
    await pass(600_000);
    expect(asked(OTHER)).toBe(1);
    expect(listings.marked.other).toEqual({});
  });

  it('shows the states, and asks again as long as the folder is in sight', async () => {
    await show('work/data');
    expect(listings.marked['work/data']).toEqual({ 'a.csv': 'In openBIS', 'b.csv': 'In openBIS' });
    services.server.on('GET', DATA, folderState({ 'a.csv': 'changed', 'b.csv': 'same' }));
    await show('work/data');
    expect(listings.marked['work/data']['a.csv']).toBe('Changed: not yet in openBIS');
    const before = asked(DATA);
    await pass(2_010);
    expect(asked(DATA)).toBe(before + 1);
    await show();
    expect(listings.marked['work/data']).toEqual({});
    const after = asked(DATA);
    await pass(600_000);
    expect(asked(DATA)).toBe(after);
  });

  it('asks again when a synchronisation ends, and when a folder is kept', async () => {
    await show('other');
    services.server.on('GET', 'jobs', { jobs: [job({ kind: 'sync', state: 'running', ended: null })] });
    void services.transfers.refresh();
    await pass(10);
    services.server.on('GET', OTHER, folderState({ 'new.csv': 'new' }, { folder: 'other' }));
    services.server.on('GET', 'jobs', { jobs: [job({ kind: 'sync' })] });
    void services.transfers.refresh();
    await pass(10);
    expect(listings.marked.other).toEqual({ 'new.csv': 'New: not yet in openBIS' });
    services.server.on('GET', OTHER, NOT_SYNCHRONISED);
    services.server.on('GET', 'sync', { folders: [keptFolder({ folder: 'third' })] });
    void services.keptFolders.refresh();
    await pass(10);
    expect(listings.marked.other).toEqual({});
  });

  it('keeps badges while Jupyter does not answer, and removes those of a folder that cannot be shown', async () => {
    await show('work/data');
    services.server.on('GET', DATA, new ApiError(0, 'Failed to fetch'));
    await show('work/data');
    expect(listings.marked['work/data']['a.csv']).toBe('In openBIS');
    services.server.on('GET', DATA, new ApiError(400, 'no', 'invalid-path'));
    await show('work/data');
    expect(listings.marked['work/data']).toEqual({});
  });
});

describe('badgeOf', () => {
  const { trans } = fakeServices();
  const of = (state: EntryState['state'], problem: string | null = null) =>
    badgeOf({ name: 'a.csv', state, problem }, trans);

  it('gives each state a shape of its own', () => {
    const all = (
      ['same', 'changed', 'new', 'waiting', 'conflict', 'copy', 'failed', 'ignored', 'unknown'] as const
    ).map(state => of(state));
    expect(new Set(all.map(each => each.icon)).size).toBe(all.length);
    expect(new Set(all.map(each => each.label)).size).toBe(all.length);
  });

  it('says why', () => {
    expect(of('ignored', 'a link; links are not synchronised').label).toBe(
      'Not synchronised: A link: links are not synchronised.'
    );
    expect(of('changed', 'it was removed in openBIS, and is kept here').label).toBe(
      'Different: It was removed in openBIS, and is kept here.'
    );
    expect(of('unknown', 'its file system counts in seconds, and it was written').label).toMatch(
      /^Not known: It was written just before/
    );
    expect(of('failed', 'cancelled').label).toBe('Failed: cancelled');
    expect(of('ignored').label).toBe('Not synchronised');
  });
});
