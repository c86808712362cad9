import type { RunContext, StreamContext } from '../streams/contexts.ts';

/** What a request needs of the run it is part of: a stream's context, or the source's. */
export type HttpContext = RunContext &
  Partial<Pick<StreamContext, 'reportRateLimit' | 'requestCounts' | 'activity' | 'streamName'>>;
