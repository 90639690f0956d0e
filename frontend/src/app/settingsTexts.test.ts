import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { TranslationBundle } from '@jupyterlab/translation';

import schema from '../../schema/plugin.json';
import { translated } from './settingsTexts';

test('titles and descriptions of settings are translated, and nothing else changes', () => {
  const plugin = { id: 'x', raw: '', data: {}, version: '1', schema } as unknown as ISettingRegistry.IPlugin;
  const trans = { gettext: (text: string) => `<${text}>` } as TranslationBundle;
  const shown = translated(plugin, trans);
  expect(shown.schema.title).toBe('<openBIS>');
  expect(shown.schema.properties?.pageSize).toEqual({
    ...schema.properties.pageSize,
    title: `<${schema.properties.pageSize.title}>`,
    description: `<${schema.properties.pageSize.description}>`
  });
  expect(shown).toMatchObject({ id: 'x', schema: { additionalProperties: false, type: 'object' } });
});
