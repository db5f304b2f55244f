// Layers import downwards only (docs/architecture.md). Each zone lists what a folder may not import.
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Folders of src by level; a folder may import lower levels and itself. */
const LEVELS = [
  ['base'],
  ['contracts'],
  [
    'text',
    'audio',
    'captions',
    'voices',
    'weights',
    'player',
    'telemetry',
    'rpc',
    'faults',
    'documents',
    'stories',
  ],
  ['engines'],
  ['resilience', 'quality'],
  ['speech'],
  ['library', 'ops'],
  ['ui', 'sdk'],
  ['embed'],
];

const folders = LEVELS.flat();
const levelOf = (folder) => LEVELS.findIndex((level) => level.includes(folder));

/** What composes the layers: nothing below may know of it. */
const COMPOSING = ['./src/*.ts', './src/lab/**/*', './src/chaos/**/*'];

const zones = folders.map((folder) => ({
  target: `./src/${folder}`,
  from: [
    ...folders
      .filter((other) => other !== folder && levelOf(other) >= levelOf(folder))
      .map((other) => `./src/${other}/**/*`),
    ...COMPOSING,
  ],
  message: `${folder} is level ${levelOf(folder)}: it imports lower levels only (docs/architecture.md).`,
}));

/** The files that may name a worker, by its address alone. */
const WORKER_ADDRESSES = [
  'src/rpc/spawn.ts',
  'src/compose.ts',
  'src/embed-workers.ts',
  'src/chaos/spawn.ts',
  'src/chaos/output.ts',
];

const WORKER_MESSAGE = 'src imports nothing of workers/, not even types (docs/architecture.md).';

const noWorkerImports = (regex) => ['error', { patterns: [{ regex, message: WORKER_MESSAGE }] }];

const noWorkerAddresses = [
  'error',
  {
    selector: "NewExpression[callee.name='URL'] > Literal[value=/\\bworkers\\//]:first-child",
    message: `Only ${WORKER_ADDRESSES.join(', ')} hold the addresses of workers.`,
  },
];

const workerZone = {
  target: './workers',
  from: [
    ...folders.filter((folder) => levelOf(folder) > 2).map((folder) => `./src/${folder}/**/*`),
    ...COMPOSING,
  ],
  message: 'workers import levels 0 to 2 only (docs/architecture.md).',
};

const DOM_GLOBALS = ['window', 'document', 'localStorage', 'sessionStorage', 'HTMLElement'];

export default ts.config(
  {
    ignores: ['dist', 'dist-chaos', 'public', 'training', 'test-results', '.cache', 'node_modules'],
  },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        importX.createNodeResolver({ extensions: ['.ts', '.js', '.svelte'] }),
      ],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/extensions': ['.ts', '.js'],
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': ['error', { zones: [...zones, workerZone] }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-imports': noWorkerImports('(^|/)workers/'),
      'no-restricted-syntax': noWorkerAddresses,
    },
  },
  {
    files: WORKER_ADDRESSES,
    rules: {
      'no-restricted-imports': noWorkerImports('(^|/)workers/(?!.*\\?worker&url$)'),
      'no-restricted-syntax': 'off',
    },
  },
  {
    files: ['src/sdk/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.\\./(?!contracts/embed$)',
              message: 'The SDK imports contracts/embed alone.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['workers/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...DOM_GLOBALS.map((name) => ({ name, message: 'There is no DOM in a worker.' })),
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser }, globals: globals.browser },
  },
  {
    files: ['tools/**', 'bench/**', 'e2e/**', '*.config.*'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { 'no-console': 'off' },
  },
);
