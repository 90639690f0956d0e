import { storage } from '../testing/render';
import { BrowserStore } from './browserStore';
import { ChosenDataSet, patternOf, SelectionModel } from './selection';

const dataSet = (permId: string, connection = 'lab'): ChosenDataSet => ({
  connection,
  permId,
  name: permId,
  size: null
});

describe('SelectionModel', () => {
  let selection: SelectionModel;
  let store: BrowserStore;
  const checked = () => selection.checked.map(each => `${each.connection}/${each.permId}`);

  beforeEach(() => {
    store = new BrowserStore(storage(), 'selection', 1);
    selection = new SelectionModel(store);
  });

  it('ticks and unticks data sets, in the order of the clicks', () => {
    ['2', '1', '3', '1'].forEach(each => selection.toggle(dataSet(each)));
    expect(checked()).toEqual(['lab/2', 'lab/3']);
    expect(selection.isChecked('lab', '3')).toBe(true);
    expect(selection.isChecked('other', '3')).toBe(false);
  });

  it('holds data sets of one connection', () => {
    selection.toggle(dataSet('1'));
    selection.toggle(dataSet('1', 'other'));
    expect(checked()).toEqual(['other/1']);
  });

  it('takes a folder for all that is in it', () => {
    selection.toggleFile(dataSet('1'), 'original/a/b.txt');
    selection.toggleFile(dataSet('1'), 'original/a.txt');
    selection.toggleFile(dataSet('1'), 'original/a');
    expect(selection.checkedFiles?.paths).toEqual(['original/a.txt', 'original/a']);
    expect(selection.isFileChecked('lab', '1', 'original/a/b.txt')).toBe(true);
    expect(selection.isFileChecked('lab', '2', 'original/a/b.txt')).toBe(false);
    expect(selection.isFileCovered('lab', '1', 'original/a/b.txt')).toBe(true);
    expect(selection.isFileCovered('lab', '1', 'original/a')).toBe(false);
  });

  it('keeps the ticks when the page is loaded again', () => {
    selection.toggle(dataSet('1'));
    selection.toggleFile(dataSet('2'), 'original/a.csv');
    const again = new SelectionModel(store);
    expect(again.checked).toEqual([dataSet('1')]);
    expect(again.checkedFiles).toEqual({ dataSet: dataSet('2'), paths: ['original/a.csv'] });
  });

  it('takes over no nonsense from the browser', () => {
    store.write({ dataSets: [{ permId: 1 }], files: 'x', checked: [null], checkedFiles: { paths: ['a'] } });
    expect(new SelectionModel(store)).toMatchObject({
      dataSets: [],
      files: [],
      checked: [],
      checkedFiles: null
    });
  });

  it('forgets the data set with its last file', () => {
    selection.toggleFile(dataSet('1'), 'a');
    selection.toggleFile(dataSet('1'), 'a');
    expect(selection.checkedFiles).toBeNull();
  });

  it('keeps the ticks when something else is downloaded', () => {
    selection.toggle(dataSet('1'));
    selection.toggleFile(dataSet('2'), 'original/why?.txt');
    selection.downloadCheckedFiles();
    expect(selection.dataSets).toEqual([dataSet('2')]);
    expect(selection.patterns).toEqual(['original/why[?].txt']);
    expect(checked()).toEqual(['lab/1']);
    selection.downloadChecked();
    expect(selection.dataSets).toEqual([dataSet('1')]);
    expect(selection.files).toEqual([]);
  });
});

describe('patternOf', () => {
  it.each([
    ['plain/path.csv', 'plain/path.csv'],
    ['[brackets] {braces}.txt', '[[]brackets] {braces}.txt'],
    ['a*b', 'a[*]b']
  ])('fits %s only', (path, pattern) => {
    expect(patternOf(path)).toBe(pattern);
  });
});
