import { FakeNotebook } from '../testing/fakeHost';
import { connection } from '../testing/render';
import { proposedParents, wantedParents } from './parents';

const LAB = connection({ url: 'https://openbis.example.org' });

test('what was downloaded from the same openBIS is proposed, also by older front ends', () => {
  const notebook = new FakeNotebook('a.ipynb', {
    datasets: {
      'ds-1': { url: 'https://openbis.example.org/' },
      'ds-2': { url: 'https://elsewhere.example.org' },
      'ds-3': {}
    }
  });
  expect(proposedParents(notebook, LAB)).toEqual(['ds-1', 'ds-3']);
  expect(proposedParents(null, LAB)).toEqual([]);
});

test('parents are those proposed that are wanted, and those added, each once', () => {
  const draft = { unwantedParents: ['ds-1'], moreParents: ['ds-9', 'ds-3'] };
  expect(wantedParents(['ds-1', 'ds-3'], draft)).toEqual(['ds-3', 'ds-9']);
});
