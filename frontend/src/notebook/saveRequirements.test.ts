import { fakeServices } from '../testing/render';
import { FakeNotebook } from '../testing/fakeHost';
import { saveRequirements, summary } from './saveRequirements';

const ANSWER = [
  'jupyter-openbis\tversion\t3.11',
  'jupyter-openbis\tpackage\tnumpy\t2.1.0\tindex\t',
  'jupyter-openbis\tpackage\tmine\t0.1\tunknown\t'
].join('\n');

function setUp() {
  const services = fakeServices();
  services.server.on('POST', 'requirements', { files: ['a/requirements.txt', 'a/runtime.txt'] });
  const notebook = new FakeNotebook('a/notebook.ipynb', { language_info: { name: 'python' } });
  notebook.kernel = () => ANSWER;
  return {
    ...services,
    notebook,
    save: () => saveRequirements(notebook, services.api.notebook, services.trans)
  };
}

it('writes what the kernel tells beside the notebook, and notes it in its metadata', async () => {
  const { save, server, notebook, trans } = setUp();
  const saved = await save();
  const texts = {
    requirements_list: '# mine==0.1 is not known to be where pip could find it\nnumpy==2.1.0',
    requirements_filename: 'requirements.txt',
    runtime: 'python-3.11',
    runtime_filename: 'runtime.txt'
  };
  expect(server.bodies('POST', 'requirements')).toEqual([{ notebook_path: 'a/notebook.ipynb', ...texts }]);
  expect(notebook.metadata.language_info).toEqual({ name: 'python', ...texts });
  expect(notebook.saved).toBe(0);
  expect(summary(saved, trans)).toBe(
    'Saved a/requirements.txt, a/runtime.txt: 2 packages. Not installable elsewhere, so only named in a comment: mine.'
  );
});

it.each([
  ['no language', (notebook: FakeNotebook) => (notebook.language = null), /Choose one/],
  ['another language', (notebook: FakeNotebook) => (notebook.language = 'julia'), /Python and R.*julia/],
  ['nothing told', (notebook: FakeNotebook) => (notebook.kernel = () => 'hello'), /did not tell/],
  [
    'a kernel that fails',
    (notebook: FakeNotebook) =>
      (notebook.kernel = () => {
        throw new Error('NameError: x');
      }),
    /NameError: x/
  ]
])('says what to do when there is %s', async (_, spoil, words) => {
  const { save, server, notebook } = setUp();
  spoil(notebook);
  await expect(save()).rejects.toThrow(words);
  expect(server.bodies('POST', 'requirements')).toEqual([]);
  expect(notebook.metadata.language_info).toEqual({ name: 'python' });
});
