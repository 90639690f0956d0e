import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { TranslationBundle } from '@jupyterlab/translation';

type Schema = ISettingRegistry.IPlugin['schema'];

/** The settings as the settings editor shows them, in the user's language: Jupyter translates its own schemas only. */
export function translated(
  plugin: ISettingRegistry.IPlugin,
  trans: TranslationBundle
): ISettingRegistry.IPlugin {
  const properties = Object.fromEntries(
    Object.entries(plugin.schema.properties ?? {}).map(([name, setting]) => [
      name,
      translatedTexts(setting, trans)
    ])
  );
  return { ...plugin, schema: { ...translatedTexts(plugin.schema, trans), properties } as Schema };
}

/** `gettext`, not `__`: the catalogues take the texts from the schema. */
function translatedTexts<T extends { title?: string; description?: string }>(
  schema: T,
  trans: TranslationBundle
): T {
  const { title, description } = schema;
  return {
    ...schema,
    ...(title && { title: trans.gettext(title) }),
    ...(description && { description: trans.gettext(description) })
  };
}
