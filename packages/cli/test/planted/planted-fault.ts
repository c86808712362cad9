import type { Break } from './little-connector.ts';
import type { RunRequest } from '../../src/standard-tests/subject/run-connector.ts';

/** A promise that the little connector breaks, and the standard test that must catch it. */
export interface PlantedFault {
  readonly test: string;
  /** What is wrong, in words. */
  readonly fault: string;
  /** What the finding must say. */
  readonly finds: string;
  /** Changes what the connector said: a run, whose members may be written. @default nothing is changed */
  readonly plant?: (run: any, request: RunRequest) => void;
  /** How the connector deals with its API. @default well */
  readonly breaks?: Break;
  /** The stream that is tested. @default orders */
  readonly stream?: string;
}

/** The messages of a type in a run. */
export function all(run: any, type: string): any[] {
  return run.messages.filter((message: any) => message.type === type);
}

/** The RECORD messages of orders; of a full refresh, of an incremental one, or of any. */
export function orderRecords(run: any): any[] {
  return all(run, 'RECORD').filter(({ record }) => record.stream === 'orders');
}

/** Leaves messages out. */
export function drop(run: any, isUnwanted: (message: any) => boolean): void {
  run.messages = run.messages.filter((message: any) => !isUnwanted(message));
}

export function isStatus(message: any, stream: string, status: string): boolean {
  const said = message.trace?.stream_status;
  return said?.stream_descriptor.name === stream && said.status === status;
}

export function isStateOf(message: any, stream: string): boolean {
  return message.state?.stream?.stream_descriptor.name === stream;
}

/** The state that a read of orders goes on from. */
export function startOf({ state }: RunRequest): string | undefined {
  const states = (state ?? []) as { stream: { stream_state: { updated_at?: string } } }[];
  return states[0]?.stream.stream_state.updated_at;
}

export function isIncremental({ catalog }: RunRequest): boolean {
  return (catalog as { streams: { sync_mode: string }[] }).streams.some((one) => one.sync_mode === 'incremental');
}
