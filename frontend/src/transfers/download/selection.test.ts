import { patternOf } from '../../api';
import { BrowserStore } from '../../common/models/browserStore';
import { storage } from '../../testing/render';
import { FilePlace } from './filePlace';
import { SelectionModel } from './selection';

const dataSet = (permId: string, connection = 'lab'): FilePlace => ({
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

  it('checks and unchecks data sets, in the order of the clicks', () => {
    ['2', '1', '3', '1'].forEach(each => selection.toggle(dataSet(each)));
    expect(checked()).toEqual(['lab/2', 'lab/3']);
    expect(selection.isChecked('lab', '3')).toBe(true);
    expect(selection.isChecked('other', '3')).toBe(false);
  });

  it('keeps the selection of each connection', () => {
    selection.toggle(dataSet('1'));
    selection.toggle(dataSet('1', 'other'));
    expect(checked()).toEqual(['lab/1', 'other/1']);
    selection.toggle(dataSet('1'));
    expect(checked()).toEqual(['other/1']);
  });

  it('downloads and clears the selection of one connection', () => {
    selection.toggle(dataSet('1'));
    selection.toggle(dataSet('2', 'other'));
    selection.downloadChecked('other');
    expect(selection.places).toEqual([dataSet('2', 'other')]);
    selection.clear('lab');
    expect(checked()).toEqual(['other/2']);
  });

  it('leaves a data set out of a download', () => {
    selection.download([dataSet('1'), dataSet('2')]);
    selection.leaveOut('1');
    expect(selection.places).toEqual([dataSet('2')]);
  });

  it('keeps the selected files of each data set', () => {
    selection.toggleFile(dataSet('1'), 'a');
    selection.toggleFile(dataSet('2'), 'b');
    expect(selection.isFileChecked('lab', '1', 'a')).toBe(true);
    selection.clearFiles(dataSet('2'));
    expect(selection.checkedFiles).toEqual([{ place: dataSet('1'), paths: ['a'] }]);
  });

  it('includes the contents of a selected folder', () => {
    selection.toggleFile(dataSet('1'), 'original/a/b.txt');
    selection.toggleFile(dataSet('1'), 'original/a.txt');
    selection.toggleFile(dataSet('1'), 'original/a');
    expect(selection.filesOf('lab', '1')).toEqual(['original/a.txt', 'original/a']);
    expect(selection.isFileChecked('lab', '1', 'original/a/b.txt')).toBe(true);
    expect(selection.isFileChecked('lab', '2', 'original/a/b.txt')).toBe(false);
    expect(selection.isFileCovered('lab', '1', 'original/a/b.txt')).toBe(true);
    expect(selection.isFileCovered('lab', '1', 'original/a')).toBe(false);
  });

  it('keeps the selection through a reload', () => {
    selection.toggle(dataSet('1'));
    selection.toggleFile(dataSet('2'), 'original/a.csv');
    const again = new SelectionModel(store);
    expect(again.checked).toEqual([dataSet('1')]);
    expect(again.checkedFiles).toEqual([{ place: dataSet('2'), paths: ['original/a.csv'] }]);
  });

  it('ignores invalid stored values', () => {
    store.write({
      places: [{ permId: 1 }],
      files: 'x',
      checked: [null],
      checkedFiles: [{ paths: ['a'] }, 1]
    });
    expect(new SelectionModel(store)).toMatchObject({
      places: [],
      files: [],
      checked: [],
      checkedFiles: []
    });
  });

  it('follows files that are renamed or deleted', () => {
    ['a', 'b', 'folder/c'].forEach(path => selection.toggleFile(dataSet('1'), path));
    selection.toggleFile(dataSet('2'), 'a');
    selection.download([dataSet('1')], ['a', 'b']);
    selection.updateFiles(dataSet('1'), path => (path === 'a' ? null : path.replace('folder/', 'other/')));
    expect(selection.filesOf('lab', '1')).toEqual(['b', 'other/c']);
    expect(selection.filesOf('lab', '2')).toEqual(['a']);
    expect(selection.files).toEqual(['b']);
    selection.updateFiles(dataSet('1'), () => null);
    expect(selection).toMatchObject({ files: [], places: [] }); // not the whole place
  });

  it('removes the data set with its last file', () => {
    selection.toggleFile(dataSet('1'), 'a');
    selection.toggleFile(dataSet('1'), 'a');
    expect(selection.checkedFiles).toEqual([]);
  });

  it('keeps the selection when other data sets are downloaded', () => {
    selection.toggle(dataSet('1'));
    selection.toggleFile(dataSet('2'), 'original/why?.txt');
    selection.download([dataSet('2')], selection.filesOf('lab', '2'));
    expect(selection.places).toEqual([dataSet('2')]);
    expect(selection.patterns).toEqual(['original/why[?].txt']);
    expect(checked()).toEqual(['lab/1']);
    selection.downloadChecked('lab');
    expect(selection.places).toEqual([dataSet('1')]);
    expect(selection.files).toEqual([]);
  });

  it('unchecks what is downloaded, and nothing else', () => {
    ['1', '2'].forEach(each => selection.toggle(dataSet(each)));
    selection.toggleFile(dataSet('1'), 'a');
    selection.toggleFile(dataSet('3'), 'b');
    selection.download([dataSet('1')], ['a']);
    selection.uncheckDownloaded();
    expect([checked(), selection.filesOf('lab', '1')]).toEqual([['lab/1', 'lab/2'], []]);
    selection.download([dataSet('1')]);
    selection.uncheckDownloaded();
    expect([checked(), selection.filesOf('lab', '3')]).toEqual([['lab/2'], ['b']]);
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
