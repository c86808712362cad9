import type { ConfiguredCatalog, SyncMode } from '../protocol/catalog.ts';
import type { InputState, StreamState } from '../protocol/state.ts';

/**
 * The catalog a user would have configured.
 *
 * @example configuredCatalog({ customers: 'full_refresh', orders: 'incremental' })
 */
export function configuredCatalog(streams: Readonly<Record<string, SyncMode>>): ConfiguredCatalog {
  return { streams: Object.entries(streams).map(([name, syncMode]) => ({ stream: { name }, syncMode })) };
}

/**
 * The state that a read goes on from.
 *
 * @example inputState({ orders: { updated_at: '2026-01-01T00:00:00Z' } })
 */
export function inputState(states: Readonly<Record<string, StreamState>>): InputState {
  return { streams: Object.entries(states).map(([name, state]) => ({ descriptor: { name }, state })) };
}
