export { configuredCatalog, inputState } from './builders.ts';
export { readAll, type ReadAllOptions } from './read-all.ts';
export { ReadResult } from './read-result.ts';
export { ConnectorRun, runConnector, type RunConnectorOptions, type RunningConnector } from './run-connector.ts';
export { secretValues } from '../source/secret-values.ts';
export { Redactor } from '../output/redactor.ts';
export { TestClock } from './test-clock.ts';
