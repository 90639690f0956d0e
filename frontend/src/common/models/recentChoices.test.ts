import { storage } from '../../testing/render';
import { BrowserStorage, BrowserStore } from './browserStore';
import { RecentChoices } from './recentChoices';

describe('RecentChoices', () => {
  let browser: BrowserStorage;
  let recent: RecentChoices;
  beforeEach(() => {
    browser = storage();
    recent = new RecentChoices(new BrowserStore(browser, 'recent', 1));
  });

  it('keeps the last owners and types of each connection, the last one first', () => {
    recent.know({ identifier: '/A/B', name: 'Heat shock', kind: 'sample' });
    ['/A/B', '/A/C', '/A/B'].forEach(each => recent.useOwner('lab', each));
    recent.useType('lab', 'dataSet', 'RAW_DATA');
    const later = new RecentChoices(new BrowserStore(browser, 'recent', 1));
    expect(later.owners('lab')).toEqual([
      { identifier: '/A/B', name: 'Heat shock', kind: 'sample' },
      { identifier: '/A/C', name: '', kind: '' }
    ]);
    expect(later.types('lab', 'dataSet')).toEqual(['RAW_DATA']);
    expect([later.owners('other'), later.types('lab', 'sample')]).toEqual([[], []]);
  });

  it('keeps five', () => {
    '123456'.split('').forEach(each => recent.useOwner('lab', each));
    expect(recent.owners('lab').map(each => each.identifier)).toEqual(['6', '5', '4', '3', '2']);
  });

  it.each(['[]', '{"version": 1, "value": {"lab": {"owners": [1, {}], "types": {"dataSet": [1, "T"]}}}}'])(
    'ignores invalid values: %s',
    text => {
      browser.setItem('recent', text);
      expect(recent.owners('lab')).toEqual([]);
      recent.useType('lab', 'dataSet', 'T');
      expect(recent.types('lab', 'dataSet')).toEqual(['T']);
    }
  );
});
