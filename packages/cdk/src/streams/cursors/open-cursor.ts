import { streamLabel } from '../../protocol/catalog.ts';
import { showValue } from '../../protocol/json.ts';
import type { StreamState } from '../../protocol/state.ts';
import type { RunContext } from '../contexts.ts';
import { schemaOf } from '../describe-stream.ts';
import type { AnyStream } from '../stream.ts';
import { cursorTypeOf } from './cursor-type.ts';
import { HighestValueCursor } from './highest-value-cursor.ts';

/**
 * The cursor that a stream declares, at the state the read starts from; `undefined` for a stream without a cursor field.
 *
 * @throws ConfigError when the state holds no usable value.
 */
export async function openCursor(
  stream: AnyStream,
  startState: StreamState,
  { logger, clock }: RunContext,
): Promise<HighestValueCursor | undefined> {
  const { cursorField, recordOrder = 'unsorted', cursorFilter = 'inclusive' } = stream;
  if (cursorField === undefined) return undefined;
  const label = streamLabel(stream);
  if (
    Object.keys(startState).length > 0 &&
    (startState[cursorField] ?? null) === null &&
    !startState['__ab_no_cursor_state_message']
  ) {
    logger.warn(
      `State of stream "${label}" has no "${cursorField}", so the stream is read from the start: ${showValue(startState)}`,
    );
  }
  return new HighestValueCursor({
    stream: label,
    field: cursorField,
    type: cursorTypeOf(await schemaOf(stream), cursorField),
    // The records of each parent start over, whatever order they have among themselves.
    order: stream.parent === undefined ? recordOrder : 'unsorted',
    filter: cursorFilter,
    startState,
    logger,
    now: clock.now(),
  });
}
