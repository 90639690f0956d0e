import { EntityItem } from '../entities/entityItem';
import { byRelevance } from './relevance';

function item(name: string | null, code = 'S1'): EntityItem {
  return { kind: 'sample', permId: code, identifier: `/LAB/${code}`, type: 'ENTRY', name, dataSet: null };
}

const names = (items: EntityItem[]) => items.map(each => each.name);

describe('byRelevance', () => {
  it('has whole words before parts of words, and these before separate words and other matches', () => {
    const found = [
      'Shock',
      'Day of 3',
      'Growth, day 13',
      'Growth, day 30',
      'Growth, day 3',
      'Day 3, evening',
      'DAY 3'
    ];
    expect(
      names(
        byRelevance(
          found.map(each => item(each)),
          ' day 3 '
        )
      )
    ).toEqual([
      'DAY 3',
      'Day 3, evening',
      'Growth, day 3',
      'Growth, day 30',
      'Day of 3',
      'Growth, day 13',
      'Shock'
    ]);
  });

  it('knows codes and permIds', () => {
    const found = [item('Wild type 2', 'S17'), item('S2 and others', 'S3'), item(null, 'S2')];
    expect(names(byRelevance(found, 's2'))).toEqual([null, 'S2 and others', 'Wild type 2']);
  });

  it('keeps the order of items that fit as well as each other', () => {
    const found = ['b', 'a', 'c'].map(each => item(each));
    expect(byRelevance(found, 'shock')).toEqual(found);
  });
});
