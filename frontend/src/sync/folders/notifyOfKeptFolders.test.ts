import { KeptFolder } from '../../api';
import { FakeServices, fakeServices } from '../../testing/render';
import { keptFolder } from '../../testing/synchronised';
import { notifyOfKeptFolders } from './notifyOfKeptFolders';

describe('notifyOfKeptFolders', () => {
  let services: FakeServices;

  beforeEach(() => {
    services = fakeServices();
    notifyOfKeptFolders(services);
  });

  const update = async (changes: Partial<KeptFolder>) => {
    services.server.on('GET', 'sync', { folders: [keptFolder(changes)] });
    await services.keptFolders.refresh();
  };

  it('notifies that a folder begins to fail, once', async () => {
    const failing = { state: 'failing' as const, error: { reason: 'no answer', code: 'x' } };
    await update(failing); // as it is found at the start
    expect(services.host.notified).toEqual([]);
    await update({});
    await update(failing);
    await update(failing);
    expect(services.host.notified).toEqual(['work/data: no answer']);
    services.host.notificationActions[0].run();
    expect(services.navigation.tab).toBe('transfers');
    expect(services.host.panelShown).toBe(1);
  });

  it('notifies of a missing login and of new conflicts', async () => {
    await update({});
    await update({ state: 'notLoggedIn' });
    await update({ differenceCounts: { conflict: 2 } });
    await update({ differenceCounts: { conflict: 1 } });
    expect(services.host.notified).toEqual([
      'work/data: Waits for your login',
      'work/data: 2 files were changed here and in openBIS'
    ]);
  });
});
