import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{packages,templates}/*/{src,test}/**/*.test.ts', '{docs,scripts,bench,soak}/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      // Of a template, the tests of the variants that it is not wired to: they run in the projects made from it.
      'templates/**/*.{auth-!(bearer),paging-!(token)}.test.ts',
    ],
    // Loopback servers and child processes share two cores with the other tests.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Vitest marks what passed at a further try only. None unless asked for: a test that fails at times is a defect.
    retry: Number(process.env['TEST_RETRIES'] ?? 0),
  },
});
