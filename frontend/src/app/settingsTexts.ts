import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { TranslationBundle } from '@jupyterlab/translation';

type Schema = ISettingRegistry.IPlugin['schema'];

/** The settings as the settings editor shows them, in the user's language: Jupyter translates its own schemas only. */
export function translated(
  plugin: ISettingRegistry.IPlugin,
  trans: TranslationBundle
): ISettingRegistry.IPlugin {
  const properties = Object.fromEntries(
    Object.entries(plugin.schema.properties ?? {}).map(([name, setting]) => [name, inWords(setting, trans)])
  );
  return { ...plugin, schema: { ...inWords(plugin.schema, trans), properties } as Schema };
}

/** `gettext`, not `__`: the texts stand in the schema, where the catalogues have them from. */
function inWords<T extends { title?: string; description?: string }>(told: T, trans: TranslationBundle): T {
  const { title, description } = told;
  return {
    ...told,
    ...(title && { title: trans.gettext(title) }),
    ...(description && { description: trans.gettext(description) })
  };
}
