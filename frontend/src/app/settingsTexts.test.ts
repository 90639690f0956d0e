import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { TranslationBundle } from '@jupyterlab/translation';

import schema from '../../schema/plugin.json';
import { translated } from './settingsTexts';

test('titles and descriptions of settings are translated, and nothing else changes', () => {
  const plugin = { id: 'x', raw: '', data: {}, version: '1', schema } as unknown as ISettingRegistry.IPlugin;
  const trans = { gettext: (text: string) => `<${text}>` } as TranslationBundle;
  const told = translated(plugin, trans);
  expect(told.schema.title).toBe('<openBIS>');
  expect(told.schema.properties?.pageSize).toEqual({
    ...schema.properties.pageSize,
    title: `<${schema.properties.pageSize.title}>`,
    description: `<${schema.properties.pageSize.description}>`
  });
  expect(told).toMatchObject({ id: 'x', schema: { additionalProperties: false, type: 'object' } });
});
