const js = require('@eslint/js');
const a11y = require('eslint-plugin-jsx-a11y');
const hooks = require('eslint-plugin-react-hooks');
const typescript = require('typescript-eslint');

module.exports = typescript.config(
  { ignores: ['lib', 'build', 'labextension', 'node_modules', '*.config.js', 'scripts'] },
  js.configs.recommended,
  ...typescript.configs.recommended,
  a11y.flatConfigs.recommended,
  {
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      curly: ['error', 'all'],
      eqeqeq: 'error',
      'prefer-arrow-callback': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error'
    }
  }
);
