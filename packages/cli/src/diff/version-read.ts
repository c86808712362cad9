import type { JsonObject, StreamState } from '@headwater/cdk/protocol';
import type { ApiRequest } from '../recording/exchange.ts';

/** What one version did to read one stream. */
export interface VersionRead {
  readonly records: readonly JsonObject[];
  /** The states of the stream, each with how many of its records came before. */
  readonly states: readonly { readonly state: StreamState; readonly recordsBefore: number }[];
  readonly requests: readonly ApiRequest[];
  /** Why it failed, in a sentence; `undefined` when it did not. */
  readonly problem: string | undefined;
  /** Why requests had no recorded response, a sentence each. */
  readonly missing: readonly string[];
  /** Why recorded responses may lack records that the API would give, a sentence each. */
  readonly doubts: readonly string[];
}
