import askPython from '../../../jupyter_openbis_server/adapters/kernels/ask_python.py';
import askR from '../../../jupyter_openbis_server/adapters/kernels/ask_r.R';

export type Language = 'python' | 'r';

/** From where a package can be installed again; `unknown`: from nowhere that another computer could reach. */
export type Origin = 'index' | 'bioconductor' | 'address' | 'unknown';

/** A package as its kernel tells of it; nothing in it has been checked. */
export interface Package {
  name: string;
  version: string;
  origin: Origin;
  /** Of the origin `address`: where that is. */
  address: string;
}

/** What a kernel has installed. */
export interface Environment {
  language: Language;
  /** Of the language: `3.11`. */
  version: string;
  packages: Package[];
}

const MARK = 'jupyter-openbis';
const VERSION = /^\d[\w.+-]*$/;
const ORIGINS: ReadonlyArray<string> = ['index', 'bioconductor', 'address', 'unknown'];

export function isKnown(language: string | null): language is Language {
  return language === 'python' || language === 'r';
}

/** The code that a kernel executes to tell what it has installed. It leaves nothing behind in the kernel. */
export function questionIn(language: Language): string {
  return language === 'python' ? isolated(askPython) : askR;
}

/** Read what a kernel has printed; start-up files may print, too. Null when it tells no version. */
export function environmentIn(answer: string, language: Language): Environment | null {
  const rows = answer
    .split('\n')
    .map(line => line.split('\t').map(field => field.trim()))
    .filter(fields => fields[0] === MARK);
  const version = rows.filter(([, kind, text]) => kind === 'version' && VERSION.test(text ?? '')).pop()?.[2];
  const packages = rows.filter(row => row[1] === 'package' && row.length === 6).map(packageOf);
  return version ? { language, version, packages: unique(packages) } : null;
}

/** Executes Python apart from the names and the compiler's flags of the notebook's own code. */
function isolated(source: string): string {
  const b = '__import__("builtins")';
  const code = `${b}.compile(${JSON.stringify(source)}, "${MARK}", "exec", dont_inherit=True)`;
  return `${b}.exec(${code}, {"__name__": "__main__"})`;
}

function packageOf([, , name, version, origin, address]: string[]): Package {
  return { name, version, origin: ORIGINS.includes(origin) ? (origin as Origin) : 'unknown', address };
}

function unique(packages: Package[]): Package[] {
  return [...new Map(packages.map(each => [each.name, each])).values()];
}
