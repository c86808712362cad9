import type { SliceContext, StreamContext } from '../../streams/contexts.ts';
import type { DueSlice } from './stream-progress.ts';
import { writeJson } from '../../protocol/write-json.ts';

/** What a stream's methods get for one slice. */
export function sliceContextOf(context: StreamContext<any>, due: DueSlice): SliceContext<any, any> {
  const { progress, isResumable } = due;
  return {
    ...context,
    slice: due.slice,
    state: due.state,
    ...(due.window === undefined ? {} : { window: due.window }),
    setServerTime: (ms) => progress.setServerTime?.(ms),
    ...(isResumable && progress.checkpoint !== undefined
      ? {
          resumeFrom: progress.resumeFrom,
          resumePageSize: progress.resumePageSize,
          checkpoint: (resumeFrom, pageSize) => {
            if (mayBeKept(resumeFrom, context)) progress.checkpoint?.(resumeFrom, pageSize);
          },
        }
      : {}),
  };
}

/** A state is no place for secrets, as a URL of the next page may hold them, nor for what JSON cannot hold. */
function mayBeKept(resumeFrom: unknown, { redact }: StreamContext): boolean {
  if (resumeFrom === undefined) return true;
  try {
    const json = writeJson(resumeFrom);
    return json !== undefined && redact(json) === json;
  } catch {
    return false;
  }
}
