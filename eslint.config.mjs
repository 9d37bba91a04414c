import { defineConfig, globalIgnores } from 'eslint/config'
import nextVitals from 'eslint-config-next/core-web-vitals'
import nextTs from 'eslint-config-next/typescript'
import tseslint from 'typescript-eslint'

const code = ['**/*.{ts,tsx}']
const tests = [
  '**/*.test.ts',
  '**/*.test.tsx',
  '**/*.itest.ts',
  '**/testing.ts',
  '**/*testing.ts',
  '**/testing-*.ts',
]
const configFiles = ['*.config.{js,mjs,ts}', '.dependency-cruiser.cjs']

/** Files where the environment may be read: everywhere else it comes from lib/env. */
const readsEnvironment = [
  'lib/env/**',
  'scripts/**',
  'e2e/**',
  'prisma/engine/**',
  'proxy.ts',
  ...configFiles,
  ...tests,
]

const processEnv = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only lib/env reads the environment.',
}
const clock = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Only lib/clock reads the time.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Only lib/clock reads the time.',
  },
  {
    selector: "CallExpression[callee.object.name='performance'][callee.property.name='now']",
    message: 'Only lib/clock reads the time.',
  },
]

export default defineConfig([
  globalIgnores([
    '.next/**',
    '.holdfast/**',
    'dist/**',
    'lib/generated/**',
    'next-env.d.ts',
    'playwright-report/**',
    'test-results/**',
  ]),
  ...nextVitals,
  ...nextTs,
  {
    files: code,
    extends: [tseslint.configs.recommendedTypeCheckedOnly],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports' },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false, arguments: false } },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    // No React here: functions may be called use… and fixtures take one of that name.
    files: ['agent/**', 'lib/**', 'scripts/**', 'e2e/**'],
    rules: { 'react-hooks/rules-of-hooks': 'off' },
  },
  { files: configFiles, rules: { 'import/no-anonymous-default-export': 'off' } },
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // A default export has no name that a search finds; Next asks for them in app/.
    files: code,
    ignores: ['app/**', ...configFiles, 'scripts/vitest/**', 'e2e/global-*.ts'],
    rules: {
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
    },
  },
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    ignores: readsEnvironment,
    rules: { 'no-restricted-syntax': ['error', processEnv] },
  },
  {
    files: ['lib/**/*.ts', 'agent/**/*.ts'],
    ignores: ['lib/clock/**', ...tests],
    rules: { 'no-restricted-syntax': ['error', processEnv, ...clock] },
  },
  {
    files: ['lib/env/**'],
    ignores: tests,
    rules: { 'no-restricted-syntax': ['error', ...clock] },
  },
  {
    files: code,
    ignores: ['agent/process/**', 'scripts/**', 'e2e/**', ...tests],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: ['child_process', 'node:child_process', 'execa'].map((name) => ({
            name,
            message: 'Only agent/process starts other programs.',
          })),
        },
      ],
    },
  },
])
