import { waitFor } from '@testing-library/react';

import { ApiError } from '../api';
import { FakeNotebook } from '../testing/fakeHost';
import { fakeServices } from '../testing/render';
import { savedEnvironment } from '../testing/savedEnvironment';
import { saveRequirements, summary } from './saveRequirements';

const ANSWER = 'jupyter-openbis\tversion\t3.11\njupyter-openbis\tpackage\tnumpy\t2.1.0\tindex\t';
const OF_ANOTHER = ApiError.fromAnswer(409, {
  reason: 'a/requirements.txt belongs to other.ipynb.',
  code: 'file-of-another-notebook',
  file: 'a/requirements.txt',
  owner: 'other.ipynb',
  otherNames: ['notebook.requirements.txt']
});

function setUp() {
  const services = fakeServices();
  services.server.on('POST', 'environment', savedEnvironment('a'));
  const notebook = new FakeNotebook('a/notebook.ipynb', { language_info: { name: 'python' } });
  notebook.kernel = () => ANSWER;
  const abort = new AbortController();
  const waits: string[] = [];
  const whileBusy = {
    withoutLabel: 'Publish without it',
    signal: abort.signal,
    onWait: (reason: string) => waits.push(reason)
  };
  return {
    ...services,
    notebook,
    abort,
    waits,
    save: () => saveRequirements(notebook, services.api.notebook, services.host, services.trans, whileBusy)
  };
}

it('writes the packages of the kernel beside the notebook, and records them in its metadata', async () => {
  const { save, server, notebook, host } = setUp();
  await save();
  expect(server.bodies('POST', 'environment')).toEqual([
    { notebook: 'a/notebook.ipynb', language: 'python', answer: ANSWER, conflict: 'ask' }
  ]);
  expect(notebook.metadata.language_info).toEqual({
    name: 'python',
    requirements_list: 'numpy==2.1.0',
    requirements_filename: 'requirements.txt',
    runtime: 'python-3.11',
    runtime_filename: 'runtime.txt'
  });
  expect(notebook.saved).toBe(0);
  expect(host.asked).toEqual([]);
});

it('calls R by the name that the server knows', async () => {
  const { save, server, notebook } = setUp();
  notebook.language = 'r';
  await save();
  expect(server.bodies('POST', 'environment')).toMatchObject([{ language: 'R' }]);
});

it('summarises saved files, and why packages are comments', () => {
  const { trans } = setUp();
  const saved = savedEnvironment('a', { packages: 30 });
  expect(summary(saved, trans)).toBe('Saved a/requirements.txt, a/runtime.txt: 30 packages.');
  const comment = (name: string, text: string) => ({ name, version: '1', text, isListed: false });
  const conda = Array.from({ length: 25 }, (_, index) => comment(`c${index}`, 'came from conda'));
  const text = summary({ ...saved, comments: [comment('local', 'is not known'), ...conda] }, trans);
  expect(text).toContain('Comments in the file: local: is not known. c0, c1, ');
  expect(text).toMatch(/c19 and 5 more: came from conda\.$/);
});

it.each([
  ['no language', (notebook: FakeNotebook) => (notebook.language = null), /Choose one/],
  ['another language', (notebook: FakeNotebook) => (notebook.language = 'julia'), /Python and R.*julia/],
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
  expect(server.bodies('POST', 'environment')).toEqual([]);
  expect(notebook.metadata.language_info).toEqual({ name: 'python' });
});

describe('while the kernel is busy', () => {
  function busy() {
    const all = setUp();
    let finish: (answer: string) => void = () => undefined;
    let fail: (problem: Error) => void = () => undefined;
    all.notebook.isKernelBusy = true;
    all.notebook.kernel = () =>
      new Promise((resolve, reject) => {
        finish = resolve;
        fail = reject;
      });
    return { ...all, finish: () => finish(ANSWER), fail: () => fail(new Error('it died')) };
  }

  it('shows a dialog at once, and closes it when the kernel responds', async () => {
    const { save, host, server, finish } = busy();
    const saved = save();
    await Promise.resolve();
    expect(host.asked).toMatchObject([
      { title: 'The kernel is busy', choices: [{ label: 'Publish without it' }, { label: 'Wait' }] }
    ]);
    expect(server.bodies('POST', 'environment')).toEqual([]);
    finish();
    expect(await saved).not.toBeNull();
    expect(server.bodies('POST', 'environment')).toHaveLength(1);
  });

  it('continues without the list', async () => {
    const { save, host, server, notebook } = busy();
    host.choices = ['without'];
    expect(await save()).toBeNull();
    expect(server.bodies('POST', 'environment')).toEqual([]);
    expect(notebook.metadata.language_info).toEqual({ name: 'python' });
  });

  it('waits on request until the kernel responds', async () => {
    const { save, host, server, waits, finish } = busy();
    host.choices = ['wait'];
    const saved = save();
    await waitFor(() => expect(waits).toEqual(['Waiting for the kernel, which is busy…']));
    expect(server.bodies('POST', 'environment')).toEqual([]);
    finish();
    expect(await saved).not.toBeNull();
  });

  it('can be cancelled while it waits', async () => {
    const { save, host, server, waits, abort } = busy();
    host.choices = ['wait'];
    const saved = save();
    await waitFor(() => expect(waits).toHaveLength(1));
    abort.abort();
    await expect(saved).rejects.toThrow('Cancelled; nothing was saved.');
    expect(server.bodies('POST', 'environment')).toEqual([]);
  });

  it('can be cancelled', async () => {
    const { save, host, server } = busy();
    host.choices = [null];
    await expect(save()).rejects.toThrow('Cancelled; nothing was saved.');
    expect(server.bodies('POST', 'environment')).toEqual([]);
  });

  it('reports why the kernel did not respond', async () => {
    const { save, fail } = busy();
    const saved = save();
    await Promise.resolve();
    fail();
    await expect(saved).rejects.toThrow('it died');
  });
});

describe('where the file belongs to another notebook', () => {
  function conflicting() {
    const all = setUp();
    const own = savedEnvironment('a', {
      files: ['a/notebook.requirements.txt', 'a/notebook.runtime.txt'],
      texts: { 'a/notebook.requirements.txt': 'x==1', 'a/notebook.runtime.txt': 'python-3.11' }
    });
    all.server.on('POST', 'environment', ({ conflict }: { conflict: string }) =>
      conflict === 'ask' ? OF_ANOTHER : conflict === 'own-names' ? own : savedEnvironment('a')
    );
    return all;
  }

  it('asks, and saves files of its own', async () => {
    const { save, host, notebook } = conflicting();
    host.choices = ['own-names'];
    expect((await save())?.files).toEqual(['a/notebook.requirements.txt', 'a/notebook.runtime.txt']);
    expect(host.asked).toMatchObject([
      {
        title: 'Replace a/requirements.txt?',
        text: 'a/requirements.txt belongs to the notebook other.ipynb.',
        choices: [{ label: 'Replace', isDangerous: true }, { label: 'Save as notebook.requirements.txt' }]
      }
    ]);
    expect(notebook.metadata.language_info).toMatchObject({
      requirements_filename: 'notebook.requirements.txt',
      requirements_list: 'x==1'
    });
  });

  it('asks, and replaces it', async () => {
    const { save, host, server } = conflicting();
    host.choices = ['replace'];
    await save();
    expect(server.bodies('POST', 'environment')).toMatchObject([
      { conflict: 'ask' },
      { conflict: 'replace' }
    ]);
  });

  it('asks, and does nothing when that is cancelled', async () => {
    const { save, host, server, notebook } = conflicting();
    host.choices = [null];
    await expect(save()).rejects.toThrow('Cancelled');
    expect(server.bodies('POST', 'environment')).toHaveLength(1);
    expect(notebook.metadata.language_info).toEqual({ name: 'python' });
  });
});

it('passes on other errors', async () => {
  const { save, server, host } = setUp();
  server.on('POST', 'environment', new ApiError(400, 'leads outside'));
  await expect(save()).rejects.toThrow('leads outside');
  expect(host.asked).toEqual([]);
});
