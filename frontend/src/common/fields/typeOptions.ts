import { TranslationBundle } from '@jupyterlab/translation';

import { Option } from './Combobox';

/** Return types as options of a combobox, those that were used last first. */
export function typeOptions(
  types: ReadonlyArray<{ code: string; description: string | null }>,
  recent: ReadonlyArray<string>,
  trans: TranslationBundle
): Option[] {
  const options = types.map(({ code, description }) => ({
    value: code,
    label: code,
    description: recent.includes(code)
      ? [trans.__('Recently used'), description].filter(Boolean).join(' · ')
      : description
  }));
  const rank = ({ value }: Option) => {
    const at = recent.indexOf(value);
    return at < 0 ? recent.length : at;
  };
  return options.sort((a, b) => rank(a) - rank(b));
}
