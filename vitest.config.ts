import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      'dist/**',
      'dist-site/**',
      '.venv/**',
      'test/corpus/**',
      'test/fixtures/**',
    ],
    globalSetup: ['./test/setup-python.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
