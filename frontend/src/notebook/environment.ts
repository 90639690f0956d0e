import { KERNEL_LANGUAGES } from '../api';

import askPython from '../../../jupyter_openbis_server/adapters/kernels/ask_python.py';
import askR from '../../../jupyter_openbis_server/adapters/kernels/ask_r.R';

export type Language = (typeof KERNEL_LANGUAGES)[number];

const FILE = 'jupyter-openbis';

/** Return the language of a kernel that can be asked for its packages, from its name in lower case; null for others. */
export function kernelLanguage(name: string | null): Language | null {
  return KERNEL_LANGUAGES.find(each => each.toLowerCase() === name) ?? null;
}

/** Return the code that prints what a kernel has installed. It leaves nothing behind in the kernel. */
export function packageListCode(language: Language): string {
  return language === 'python' ? isolated(askPython) : askR;
}

/** Executes Python apart from the names and the compiler's flags of the notebook's own code. */
function isolated(source: string): string {
  const b = '__import__("builtins")';
  const code = `${b}.compile(${JSON.stringify(source)}, "${FILE}", "exec", dont_inherit=True)`;
  return `${b}.exec(${code}, {"__name__": "__main__"})`;
}
