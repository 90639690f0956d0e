import { permIdsIn } from './permIds';

const A = '20230315101500001-1001';
const B = '20230315101500002-1002';

describe('permIdsIn', () => {
  it.each([
    [`${A}, ${B};\n${A}`, [A, B]],
    [
      `https://openbis.example.org/openbis/webapp/eln-lims/?viewName=showViewDataSetPageFromPermId&viewData=${A}`,
      [A]
    ],
    [
      `https://openbis.example.org/openbis/webapp/eln-lims/?menuUniqueId=null&viewData=%22${A}%22 ${B}`,
      [A, B]
    ],
    [`https://openbis.example.org/openbis/#entity=DATA_SET&permId=${B}`, [B]],
    ['nonsense https://example.org/%', ['nonsense', 'https://example.org/%']],
    ['', []]
  ])('finds them in %s', (text, permIds) => {
    expect(permIdsIn(text)).toEqual(permIds);
  });
});
