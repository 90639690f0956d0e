import { TranslationBundle } from '@jupyterlab/translation';

import { FOLDERS, NO_OWNER, NOTEBOOKS, PATHS, SOURCES } from './files';
import { HOST_NOT_ALLOWED } from './network';
import { STORED_NAMES } from './objectFiles';
import { Sentence, sentence, translated } from './sentences';

/** Return the problem of a field in the user's language, with the labels of the form. */
export function fieldErrorMessage(message: string, trans: TranslationBundle): string {
  return translated(message, SENTENCES, trans) ?? message;
}

/** Problems of the connection form. */
const CONNECTION: Sentence[] = [
  sentence(/^http shows passwords to the network; set http_only to allow it here$/, trans =>
    trans.__(
      'This address is not encrypted. Use https://, or tick “Allow http://, without encryption” below.'
    )
  ),
  sentence(/^'(.*)' is not a host name$/, (trans, host) =>
    trans.__('“%1” is not a host name. Example: openbis.example.org', host)
  ),
  sentence(/^the host name is missing$/, trans => trans.__('The host name is missing.')),
  sentence(/^this is not a URL$/, trans => trans.__('This is not a URL.')),
  sentence(/^openBIS is reached by https, not by (.*)$/, (trans, scheme) =>
    trans.__('Use https:// instead of %1://.', scheme)
  ),
  sentence(/^leave user name and password out of the URL; they have fields of their own$/, trans =>
    trans.__('Enter user name and password in the fields below, not in the URL.')
  ),
  sentence(/^(?:the port )?must be a number from 1 to (\d+)$/, (trans, last) =>
    trans.__('The port must be a number from 1 to %1.', last)
  ),
  sentence(/^there is a connection '.*' already$/, trans => trans.__('Another connection has this name.')),
  sentence(/^the data store is mounted on (.*); unmount it first$/, (trans, folder) =>
    trans.__('The data store is mounted at %1. Unmount it first.', folder)
  ),
  sentence(/^must be a path that begins with (.*)$/, (trans, beginnings) =>
    trans.__('Enter a path that begins with %1.', beginnings.replace(' or ', ', '))
  ),
  sentence(/^must have at most (\d+) characters$/, (trans, limit) =>
    trans.__('Enter at most %1 characters.', limit)
  ),
  sentence(/^must not contain '\.\.'$/, trans => trans.__('The path must not contain “..”.')),
  sentence(/^'(.*)' cannot be a path before \/openbis; /s, (trans, path) =>
    trans.__('%1 cannot be a path before /openbis. Copy the address from the browser.', path)
  ),
  sentence(/^(.*) is busy with downloads or uploads; /, (trans, name) =>
    trans.__('%1 has transfers that run or wait. Wait for their end, or cancel them.', name)
  ),
  ...HOST_NOT_ALLOWED
];

/** Problems of uploads and publications. */
const UPLOAD: Sentence[] = [
  sentence(/^is (?:mandatory|missing)$/, trans => trans.__('Required.')),
  sentence(/^choose a data set type$/, trans => trans.__('Choose a data set type.')),
  sentence(/^choose at least one file$/, trans => trans.__('Choose at least one file.')),
  sentence(/^please provide a sample or experiment identifier$/, trans =>
    trans.__('Choose a sample or experiment.')
  ),
  sentence(/^there is no file in it; a data set has at least one$/, trans =>
    trans.__('There is no file in the folder. A data set has at least one.')
  ),
  sentence(/^there is no file in it besides what is left out \((.*)\); /s, (trans, names) =>
    trans.__(
      'There are only hidden or unwanted files, which are left out: %1. Choose a file by its name.',
      names
    )
  ),
  sentence(/^No such data set type: (.*); did you mean (.*)\?$/, (trans, code, similar) =>
    trans.__('There is no data set type %1. Did you mean %2?', code, similar)
  ),
  sentence(
    /^(?:No such data set type: |openBIS has no data set type )(.*); name one that it has$/,
    (trans, code) => trans.__('There is no data set type %1. Choose another one.', code)
  ),
  sentence(/^No such data set type: (.*)$/, (trans, code) => trans.__('There is no data set type %1.', code)),
  sentence(/^Parent DataSet not found: (.*)$/, (trans, permId) =>
    trans.__('There is no data set %1, or you may not see it.', permId)
  ),
  sentence(/^data sets of type (.*) have no such property; did you mean (.*)\?$/, (trans, code, similar) =>
    trans.__('Data sets of type %1 have no such property. Did you mean %2?', code, similar)
  ),
  sentence(/^is given twice$/, trans => trans.__('There are two values of this property.')),
  sentence(/^data sets of type (.*) have no such property$/, (trans, code) =>
    trans.__('Data sets of type %1 have no such property.', code)
  ),
  sentence(/^(\d+) files are called (.*); a data set keeps one of them$/s, (trans, count, name) =>
    trans.__('%1 files are named %2. A data set keeps one of them.', count, name)
  ),
  sentence(/^a file and a folder are called (.*); a data set keeps one of them$/s, (trans, name) =>
    trans.__('A file and a folder are named %1. A data set keeps one of them.', name)
  ),
  sentence(/^(\d+) more names occur several times$/, (trans, count) =>
    trans.__('%1 more names occur several times.', count)
  ),
  ...SOURCES,
  ...NOTEBOOKS,
  NO_OWNER,
  sentence(/^No such (?:sample or experiment|\w+): (.*)$/s, (trans, text) =>
    trans.__('There is no sample or experiment %1, or you may not see it.', text)
  ),
  sentence(
    /^Not an identifier \(\/SPACE\/PROJECT\/CODE\) or permId of a sample or experiment: (.*)$/s,
    (trans, text) =>
      trans.__('“%1” is not an identifier (/SPACE/PROJECT/CODE) or permId of a sample or experiment.', text)
  ),
  sentence(/^takes one value, not several$/, trans => trans.__('Enter one value only.')),
  sentence(/^is not set: an array has no gaps$/, trans => trans.__('There is no value between two commas.'))
];

/** Problems of property values. The message is beside the input and does not repeat the value. */
const VALUES: Sentence[] = [
  sentence(/ is not a whole number of at most 64 bits, e\.g\. 42$/s, trans =>
    trans.__('Enter a whole number, e.g. 42.')
  ),
  sentence(/ is not a number, e\.g\. 1\.5 or 2\.5e-3$/s, trans =>
    trans.__('Enter a number with a decimal point, e.g. 1.5 or 2.5e-3.')
  ),
  sentence(/ is not a Boolean value, i\.e\. true or false$/s, trans => trans.__('Choose yes or no.')),
  sentence(/ is not a date \(yyyy-MM-dd\), e\.g\. 2024-05-17$/s, trans =>
    trans.__('Enter a date, e.g. 2024-05-17.')
  ),
  sentence(/ is not a point in time \(.*\), e\.g\. 2024-05-17 14:30:00 \+0200$/s, trans =>
    trans.__('Enter date and time, e.g. 2024-05-17 14:30:00.')
  ),
  sentence(/ is not a link that begins with .*, e\.g\. https:\/\/example\.org\/page$/s, trans =>
    trans.__('Enter a link, e.g. https://example.org/page.')
  ),
  sentence(/ is not well-formed XML, e\.g\. <a>text<\/a>$/s, trans =>
    trans.__('Enter well-formed XML, e.g. <a>text</a>.')
  ),
  sentence(/ is not JSON, e\.g\. \{"wells": 96\}$/s, trans => trans.__('Enter JSON, e.g. {"wells": 96}.')),
  sentence(/ is not the identifier or permId of a sample, e\.g\. \/LAB\/YEAST\/PLATE_1$/s, trans =>
    trans.__('Enter the identifier or permId of a sample, e.g. /LAB/YEAST/PLATE_1.')
  ),
  sentence(/ is not a material, e\.g\. WATER \(LIQUID\)$/s, trans =>
    trans.__('Enter a material, e.g. WATER (LIQUID).')
  ),
  sentence(/ is not one of (.*)$/s, (trans, terms) => trans.__('Choose one of: %1', terms))
];

const SENTENCES = [...CONNECTION, ...STORED_NAMES, ...UPLOAD, ...VALUES, ...PATHS, ...FOLDERS];
