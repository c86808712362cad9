import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['tests/*.test.ts'],
    // Importing PyAirbyte takes seconds.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
