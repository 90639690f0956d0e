import { nullTranslator, TranslationBundle } from '@jupyterlab/translation';

import server from '../../testing/serverErrors.json';
import { errorDetails, errorMessage, SENTENCES } from './errors';
import { fieldErrorMessage } from './fields';
import { localized } from './format';

const english = localized(nullTranslator.load('test'), 'en');

/** Marks translated texts, to detect untranslated sentences. */
const marking = localized(
  {
    ...english,
    gettext: (text: string, ...args: unknown[]) => `«${english.gettext(text, ...args)}»`
  } as TranslationBundle,
  'de'
);

/** Return the untranslated part of a text. */
function untranslated(text: string): string {
  const rest = text.replace(/«[^«»]*»/g, '');
  return rest === text ? text.trim() : untranslated(rest);
}

/** Problems of single fields; `save` stands for the whole form. */
const fieldProblems = server.answers
  .flatMap(({ errors = [] }) => errors as Record<string, string>[])
  .flatMap(each => Object.entries(each))
  .filter(([field]) => field !== 'save');

const inWords = (reason: string, code?: string) => errorMessage({ reason, code }, english);

describe('errorMessage', () => {
  it('knows every code of the server', () => {
    expect(server.codes.filter(code => !(code in SENTENCES))).toEqual([]);
  });

  it.each(
    server.answers.filter(({ code }) => code !== 'invalid-upload').map(each => [each.code, each.reason])
  )('has words of its own for %s: %s', (code, reason) => {
    const words = errorMessage({ reason, code }, marking);
    expect(untranslated(words)).toBe('');
    expect(words).not.toMatch(/%\d|undefined|ca_bundle|http_only|verify_certificates|dataSet\b|DataSet\b/);
    expect(words).not.toMatch(/cannot be reached \(lab\)|the data store|could not be established|; /);
  });

  it.each(fieldProblems)('has words of its own for the field %s: %s', (field, message) => {
    const isDataSet = /^\d+-\d+$/.test(field); // of several downloads, each that has failed
    const words = isDataSet
      ? errorMessage({ reason: message }, marking)
      : fieldErrorMessage(message, marking);
    expect(words).toMatch(/^«.*»$/s);
  });

  it('uses the labels of the panel', () => {
    const [untrusted] = server.answers.filter(({ code }) => code === 'untrusted-certificate');
    expect(inWords(untrusted.reason, untrusted.code)).toBe(
      'The certificate of https://openbis.example.org is not trusted. Enter its CA file in ' +
        '“CA certificate file”, or ask your openBIS administrators.'
    );
    expect(errorDetails(untrusted)).toBe(untrusted.reason);
    expect(
      inWords('url: http shows passwords to the network; set http_only to allow it here', 'http-not-allowed')
    ).toBe('This address is not encrypted. Use https://, or tick “Allow http://, without encryption” below.');
  });

  it.each([
    ['certificate has expired', /has expired\. Ask/],
    ["Hostname mismatch, certificate is not valid for 'x'", /is for another host/],
    ['the CA file cannot be read (permission denied)', /no CA certificates in \/etc\/ssl\/cacert\.pem/],
    ['self-signed certificate', /is not trusted/]
  ])('says what to do about a certificate: %s', (problem, words) => {
    const [{ reason, code }] = server.answers.filter(each => each.code === 'untrusted-certificate');
    expect(inWords(reason.replace('unable to get local issuer certificate', problem), code)).toMatch(words);
  });

  it('contains the cause of a failed download', () => {
    const reason =
      'Data for DataSet 1-1 could not be downloaded: connection to lab could not be established: connection refused ' +
      '(https://openbis.example.org)';
    expect(inWords(reason, 'download-failed')).toBe(
      'Data set 1-1 could not be downloaded: openBIS does not answer at https://openbis.example.org: connection refused.'
    );
  });

  it('contains the advice about an address', () => {
    const reason =
      'connection to openbis.example.org could not be established: connection refused (https://openbis.example.org); ' +
      'compare the address with the one in the browser in which openBIS works, and see whether this computer may reach it ' +
      '(VPN, proxy, firewall)';
    expect(inWords(reason, 'instance-unreachable')).toBe(
      'openBIS does not answer at https://openbis.example.org: connection refused. Compare the address with the one in ' +
        'the browser in which openBIS works, and check whether this computer may reach it (VPN, proxy, firewall).'
    );
  });

  it('names the server if it is not openBIS itself', () => {
    const said = server.answers.map(({ reason, code }) => inWords(reason, code));
    expect(said).toEqual(
      expect.arrayContaining([
        'The answer of https://data.example.org (data store STANDARD) was not complete within 300 seconds.',
        'openBIS is not running at https://data.example.org (data store STANDARD) (HTTP 502).',
        'https://data.example.org (data store STANDARD) takes no more requests for now. Try again in a few minutes.',
        'The proxy cannot be reached: https://openbis.example.org (through the proxy http://proxy:3128). ' +
          'Check the environment variables http_proxy, https_proxy and no_proxy of Jupyter.',
        'https://openbis.example.org does not answer as openBIS does (HTTP 200, text/html). openBIS was looked for ' +
          'below the path /labA of this host. Take the address from the browser in which openBIS works, with its ' +
          'port if it has one.'
      ])
    );
  });

  it('contains a hint if no file matches', () => {
    const answers = server.answers.filter(({ code }) => code === 'no-files-match');
    const start = 'Data set 20230315101500001-1001 has none of the chosen files: ';
    expect(answers.map(({ reason, code }) => inWords(reason, code).replace(start, ''))).toEqual([
      '*.csv',
      'A.csv. There is original/a.csv: upper and lower case are different.',
      'b.csv. There is original/deep/b.csv. Try **/b.csv.',
      '*.{csv,txt}. Braces have no meaning here. Enter several patterns instead.',
      '0.txt, 1.txt, 2.txt, 3.txt, 4.txt, 5.txt, 6.txt, 7.txt, 8.txt, 9.txt and 2 more'
    ]);
  });

  it('knows sentences without a code', () => {
    expect(inWords('the session has expired')).toBe('The session has expired. Log in again.');
    expect(inWords('Failed to fetch', '')).toBe(
      'Jupyter does not answer. Check the network, then try again.'
    );
  });

  it('keeps messages of openBIS unchanged', () => {
    expect(inWords('Object access control: no rights.', 'request-refused')).toBe(
      'Object access control: no rights.'
    );
    expect(inWords('something new', 'of-a-later-server')).toBe('something new');
  });
});
