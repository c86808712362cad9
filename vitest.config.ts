import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{packages,templates}/*/{src,test}/**/*.test.ts', '{docs,scripts,bench,soak}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Loopback servers and child processes share two cores with the other tests.
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
