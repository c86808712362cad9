export { readAll, type ReadAllOptions } from './read-all.ts';
export { ReadResult } from './read-result.ts';
export { configuredCatalog, inputState } from './builders.ts';
export { TestClock } from './test-clock.ts';
