import { isFormatted, readable } from './readable';

const sheet = (content: object) => `<DATA>${Buffer.from(JSON.stringify(content)).toString('base64')}</DATA>`;

describe('readable', () => {
  it.each([
    ['<p>First <strong>try</strong></p><p>Done &amp; dusted</p>', 'First try\nDone & dusted'],
    ['<ul><li>one</li><li>two</li></ul>', '• one\n• two'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>1</td></tr></table>', 'a\tb\n1'],
    ['<p>safe</p><script>alert(1)</script><img src=x onerror=alert(1)>', 'safe']
  ])('returns the words of rich text: %s', (html, text) => {
    expect(readable(html)).toBe(text);
    expect(isFormatted(html)).toBe(true);
  });

  it('returns the cells of a spreadsheet', () => {
    const text = sheet({
      headers: ['A', 'B'],
      values: [
        ['Größe', '2'],
        ['3', ''],
        ['', '']
      ]
    });
    expect(readable(text)).toBe('Größe\t2\n3');
    expect(isFormatted(text)).toBe(true);
  });

  it.each(['1 < 2', 'a <b', '<a>text</a> is not always HTML'.slice(20), '{"a": "<p>"}', ''])(
    'keeps other texts: %s',
    text => expect(readable(text)).toBe(text)
  );

  it.each(['<DATA>!</DATA>', '<DATA>AAAA</DATA>'])('keeps what it cannot read: %s', text =>
    expect(readable(text)).toBe(text)
  );
});
