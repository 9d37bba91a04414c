import { configDefaults, defineConfig } from 'vitest/config'

const exclude = [...configDefaults.exclude, '.next/**', '.holdfast/**', 'dist/**', 'e2e/**']

export default defineConfig({
  resolve: {
    tsconfigPaths: true,
  },
  test: {
    maxWorkers: 2,
    retry: 0,
    teardownTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['**/*.test.ts'], exclude, environment: 'node' },
      },
      {
        extends: true,
        test: { name: 'unit-dom', include: ['**/*.test.tsx'], exclude, environment: 'jsdom' },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['**/*.itest.ts'],
          exclude,
          environment: 'node',
          globalSetup: ['scripts/vitest/control-database.ts'],
          setupFiles: ['scripts/vitest/integration.ts'],
          testTimeout: 150_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
