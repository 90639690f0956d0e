/** Beginning of texts that openBIS's ELN writes by its editor. */
const RICH =
  /^\s*<(?:html|body|p|div|h[1-6]|ul|ol|table|figure|blockquote|pre|span|strong|em|b|i|a|br)\b[^>]*>/i;
/** A table of the ELN's spreadsheet widget: JSON in base64 (openbis-protocol.md). */
const SPREADSHEET = /^\s*<DATA>([A-Za-z0-9+/=\s]*)<\/DATA>\s*$/;
const BLOCKS = 'p, div, h1, h2, h3, h4, h5, h6, li, tr, pre, blockquote, figure, br';
/** Rows of a spreadsheet that are shown. */
const MAX_ROWS = 100;

/** Return whether a text is formatted: its source is not what users read. */
export function isFormatted(text: string): boolean {
  return RICH.test(text) || SPREADSHEET.test(text);
}

/**
 * Return a value as users read it: of rich text, the words, one line for each paragraph; of a spreadsheet, its cells, one line for
 * each row. Other texts are unchanged. HTML is parsed into a document that is not shown: nothing in it is loaded or executed.
 */
export function readable(text: string): string {
  const [, encoded] = SPREADSHEET.exec(text) ?? [];
  if (encoded !== undefined) {
    return spreadsheetText(encoded) ?? text;
  }
  return RICH.test(text) ? richText(text) : text;
}

function richText(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  body.querySelectorAll('script, style').forEach(each => each.remove());
  body.querySelectorAll('td, th').forEach(each => each.append('\t'));
  body.querySelectorAll('li').forEach(each => each.prepend('• '));
  body.querySelectorAll(BLOCKS).forEach(each => each.after('\n'));
  const lines = (body.textContent ?? '').split('\n').map(line => line.trim());
  return lines
    .filter((line, index) => line || (index > 0 && lines[index - 1]))
    .join('\n')
    .trim();
}

function spreadsheetText(encoded: string): string | null {
  try {
    const bytes = Array.from(atob(encoded.replace(/\s/g, '')), each => each.charCodeAt(0));
    const escapes = bytes.map(each => `%${each.toString(16).padStart(2, '0')}`);
    const sheet: unknown = JSON.parse(decodeURIComponent(escapes.join(''))); // UTF-8
    const { values, data } = sheet as { values?: unknown; data?: unknown };
    const rows = Array.isArray(values) ? values : Array.isArray(data) ? data : [];
    const texts = rows
      .slice(0, MAX_ROWS)
      .map(row => (Array.isArray(row) ? row.map(String).join('\t').trimEnd() : ''));
    return texts.join('\n').trimEnd();
  } catch {
    return null;
  }
}
