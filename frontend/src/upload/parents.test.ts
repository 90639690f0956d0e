import { FakeNotebook } from '../testing/fakeHost';
import { connection } from '../testing/render';
import { proposedParents, wantedParents } from './parents';

const LAB = connection({ url: 'https://openbis.example.org' });

test('downloads from the same openBIS are proposed, including those of older front ends', () => {
  const notebook = new FakeNotebook('a.ipynb', {
    datasets: {
      'ds-1': { url: 'https://openbis.example.org/' },
      'ds-2': { url: 'https://other.example.org' },
      'ds-3': {}
    }
  });
  expect(proposedParents(notebook, LAB)).toEqual(['ds-1', 'ds-3']);
  expect(proposedParents(null, LAB)).toEqual([]);
});

test('parents are the selected proposed ones and the added ones, each once', () => {
  const draft = { unwantedParents: ['ds-1'], moreParents: ['ds-9', 'ds-3'] };
  expect(wantedParents(['ds-1', 'ds-3'], draft)).toEqual(['ds-3', 'ds-9']);
});
