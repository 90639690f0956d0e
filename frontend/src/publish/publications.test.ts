import { FakeNotebook } from '../testing/fakeHost';
import { fakeServices } from '../testing/render';
import { assignment, dataSetType } from '../testing/types';
import { ensuredHistoryId, nameOfNotebook, publishRequest } from './publications';

const PLACE = { connection: 'lab', notebook: 'a/Growth curves.ipynb' };

test('the name of the file without its suffix is proposed, as the server takes it', () => {
  expect(['a/b.ipynb', 'b.c.md', '.hidden', ''].map(nameOfNotebook)).toEqual(['b', 'b.c', '.hidden', '']);
});

test('the history id is made once', () => {
  const notebook = new FakeNotebook('a.ipynb');
  const made = ensuredHistoryId(notebook);
  expect(made).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(notebook.metadata.openbisHistoryId).toBe(made);
  expect(ensuredHistoryId(notebook)).toBe(made);
});

test('properties with own fields are not sent as properties, too', () => {
  const { publications } = fakeServices();
  const type = dataSetType('REPORT', assignment('$NAME'), assignment('OPERATOR'));
  publications.change({ owner: '/A/B', props: { OPERATOR: 'Bob', $NAME: 'x' } });
  expect(publishRequest(publications.draft, PLACE, 'dataSet', type, ['1-1'], 'h-1')).toEqual({
    connection: 'lab',
    target: 'dataSet',
    notebook: 'a/Growth curves.ipynb',
    entityIdentifier: '/A/B',
    name: null,
    notes: '',
    parents: ['1-1'],
    files: [],
    type: 'REPORT',
    historyId: 'h-1',
    props: { OPERATOR: 'Bob' }
  });
});
