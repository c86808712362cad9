import { streamLabel } from '../../protocol/catalog.ts';
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
  return new HighestValueCursor({
    stream: streamLabel(stream),
    field: cursorField,
    type: cursorTypeOf(await schemaOf(stream), cursorField),
    order: recordOrder,
    filter: cursorFilter,
    startState,
    logger,
    now: clock.now(),
  });
}
