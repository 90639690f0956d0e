import { TranslationBundle } from '@jupyterlab/translation';

/** JupyterLab's texts carry their language here, so that numbers and dates beside them are written in the same one. */
const LANGUAGE = Symbol('language');

type Localized = TranslationBundle & { [LANGUAGE]?: Intl.Locale };

/**
 * The same translations, with each number among the arguments written as the language writes it (`10,000`, `10.000`).
 *
 * @param trans The translations of a domain.
 * @param code JupyterLab's language, e.g. `de-DE` or `de_DE`; English where it is none.
 */
export function localized(trans: TranslationBundle, code: string): TranslationBundle {
  const language = localeOf(code);
  const all = (args: unknown[]) =>
    args.map(each => (typeof each === 'number' ? written(each, language) : each));
  const counted = (n: number) => new Count(n, written(n, language)) as unknown as number;
  const bundle: Pick<TranslationBundle, '__' | '_n' | '_p' | '_np'> = {
    __: (text, ...args) => trans.gettext(text, ...all(args)),
    _n: (text, plural, n, ...args) => trans.ngettext(text, plural, counted(n), ...all(args)),
    _p: (context, text, ...args) => trans.pgettext(context, text, ...all(args)),
    _np: (context, text, plural, n, ...args) =>
      trans.npgettext(context, text, plural, counted(n), ...all(args))
  };
  const { __: gettext, _n: ngettext, _p: pgettext, _np: npgettext } = bundle;
  const dcnpgettext = trans.dcnpgettext.bind(trans);
  return {
    ...bundle,
    gettext,
    ngettext,
    pgettext,
    npgettext,
    dcnpgettext,
    [LANGUAGE]: language
  } as Localized;
}

/** The language of translations, for `Intl`. */
export function languageOf(trans: TranslationBundle): Intl.Locale {
  return (trans as Localized)[LANGUAGE] ?? ENGLISH;
}

/** `10,000`. */
export function formatNumber(value: number, trans: TranslationBundle, digits = 0): string {
  return written(value, languageOf(trans), digits);
}

/** A point in time (ISO 8601), as date and time of day. */
export function formatDateTime(iso: string, trans: TranslationBundle): string {
  return new Date(iso).toLocaleString(String(languageOf(trans)));
}

/** A day, as `30 Dec 2026`. */
export function formatDate(day: Date, trans: TranslationBundle): string {
  return day.toLocaleDateString(String(languageOf(trans)), {
    day: 'numeric',
    month: 'short',
    year: 'numeric'
  });
}

/** `14:05`, or with the date when it was another day than `now`. */
export function formatTime(iso: string, trans: TranslationBundle, now: Date = new Date()): string {
  const language = String(languageOf(trans));
  const time = new Date(iso);
  const clock = time.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
  return time.toDateString() === now.toDateString() ? clock : `${time.toLocaleDateString(language)} ${clock}`;
}

/** `14:05` on the day of `now`, else the date. */
export function formatDay(iso: string, trans: TranslationBundle, now: Date = new Date()): string {
  const time = new Date(iso);
  return time.toDateString() === now.toDateString()
    ? formatTime(iso, trans, now)
    : time.toLocaleDateString(String(languageOf(trans)));
}

/** A number that the rules of a language's plural read as a number, and texts as the language writes it. */
class Count {
  constructor(
    private readonly value: number,
    private readonly text: string
  ) {}

  valueOf(): number {
    return this.value;
  }

  toString(): string {
    return this.text;
  }
}

const ENGLISH = new Intl.Locale('en');

function localeOf(code: string): Intl.Locale {
  try {
    return new Intl.Locale(code.replace('_', '-'));
  } catch {
    return ENGLISH; // e.g. `default`
  }
}

const FORMATS = new Map<string, Intl.NumberFormat>();

function written(value: number, language: Intl.Locale, digits?: number): string {
  const key = `${language} ${digits}`;
  const format =
    FORMATS.get(key) ??
    new Intl.NumberFormat(String(language), {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits
    });
  FORMATS.set(key, format);
  return format.format(value);
}
