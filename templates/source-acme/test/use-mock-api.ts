import { onTestFinished } from 'vitest';
import { type MockApi, startMockApi } from '../mock/api.ts';

/** Starts the mock API for one test. */
export async function useMockApi(): Promise<MockApi> {
  const api = await startMockApi();
  onTestFinished(() => api.close());
  return api;
}
