// JupyterLab's packages are ES modules; jest gets them translated, as it does our own sources.
const translated = [
  '@jupyterlab',
  '@jupyter',
  '@lumino',
  'lib0',
  'y-protocols',
  'yjs',
  'nanoid',
  'uuid',
  '@rjsf',
  '@microsoft',
  'exenv-es6',
  'isolated'
];

module.exports = {
  cacheDirectory: '<rootDir>/build/jest', // translated packages, for the next run
  testEnvironment: '<rootDir>/scripts/environment.cjs',
  // A busy machine takes seconds to render a form; waiting for what appears has its own, shorter limits.
  testTimeout: 30000,
  roots: ['<rootDir>/src'],
  moduleFileExtensions: ['js', 'ts', 'tsx', 'json', 'py', 'R'],
  setupFilesAfterEnv: ['<rootDir>/src/testing/setup.ts'],
  moduleNameMapper: { '\\.(css|svg)$': '<rootDir>/src/testing/nothing.ts' },
  transform: {
    '\\.(py|R)$': '<rootDir>/scripts/source.cjs',
    '^.+\\.[tj]sx?$': [
      'ts-jest',
      {
        tsconfig: {
          allowJs: true,
          esModuleInterop: true,
          isolatedModules: true,
          jsx: 'react',
          module: 'commonjs',
          target: 'ES2021',
          types: ['jest', '@testing-library/jest-dom']
        },
        diagnostics: false
      }
    ]
  },
  transformIgnorePatterns: [`/node_modules/(?!(${translated.join('|')})/)`]
};
