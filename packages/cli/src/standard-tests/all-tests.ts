import type { ConnectorTest, StreamTest } from './standard-test.ts';
import { checkFails } from './check/check-fails.ts';
import { checkIncomplete } from './check/check-incomplete.ts';
import { checkSucceeds } from './check/check-succeeds.ts';
import { discoverAnswers } from './discover/discover-answers.ts';
import { streamFields } from './discover/stream-fields.ts';
import { streamSchema } from './discover/stream-schema.ts';
import { streamSyncModes } from './discover/stream-sync-modes.ts';
import { cursorOrder } from './incremental/cursor-order.ts';
import { cursorPresent } from './incremental/cursor-present.ts';
import { stateInTheFuture } from './incremental/future-state.ts';
import { nothingSkipped } from './incremental/nothing-skipped.ts';
import { onlyNewer } from './incremental/only-newer.ts';
import { stateAdvances } from './incremental/state-advances.ts';
import { passesEmptyPage } from './faults/empty-page.ts';
import { endsSamePage, endsSelfLink } from './faults/endless-pages.ts';
import { survivesExpiredToken } from './faults/expired-token.ts';
import { noticesHtml } from './faults/html-page.ts';
import { survivesReset, survivesServerError, survivesTruncation } from './faults/passing-faults.ts';
import { obeysDate, obeysSeconds } from './faults/rate-limited.ts';
import { lastPage } from './pagination/last-page.ts';
import { nextPageDiffers } from './pagination/next-page-differs.ts';
import { roundCount } from './pagination/round-count.ts';
import { resumes } from './resume/resumes.ts';
import { stopsInOrder } from './resume/stops-in-order.ts';
import { hasRecords } from './read/has-records.ts';
import { keysUnique } from './read/keys-unique.ts';
import { noSecrets } from './read/no-secrets.ts';
import { readAsAsked } from './read/read-as-asked.ts';
import { readCompletes } from './read/read-completes.ts';
import { recordsMatchSchema } from './read/records-match-schema.ts';
import { statesCoverRecords } from './read/states-cover-records.ts';
import { stdoutIsClean } from './read/stdout-is-clean.ts';
import { unknownStream } from './read/unknown-stream.ts';
import { unknownSyncMode } from './read/unknown-sync-mode.ts';
import { specAnswers } from './spec/spec-answers.ts';
import { specEnums } from './spec/spec-enums.ts';
import { specKeywords } from './spec/spec-keywords.ts';
import { specOauth } from './spec/spec-oauth.ts';
import { specOneOf } from './spec/spec-one-of.ts';
import { specOrder } from './spec/spec-order.ts';
import { specSecrets } from './spec/spec-secrets.ts';
import { specShapes } from './spec/spec-shapes.ts';
import { specTypes } from './spec/spec-types.ts';
import { emittedLater } from './twice/emitted-later.ts';
import { readAgain } from './twice/read-again.ts';

/** The tests of a connector as a whole, in their order. */
export const CONNECTOR_TESTS: readonly ConnectorTest[] = [
  specAnswers,
  specEnums,
  specOneOf,
  specSecrets,
  specTypes,
  specShapes,
  specKeywords,
  specOrder,
  specOauth,
  checkSucceeds,
  checkFails,
  checkIncomplete,
  discoverAnswers,
  stdoutIsClean,
  noSecrets,
  readAsAsked,
  unknownStream,
  unknownSyncMode,
  stopsInOrder,
];

/** The tests of each stream, in their order. */
export const STREAM_TESTS: readonly StreamTest[] = [
  streamSchema,
  streamFields,
  streamSyncModes,
  readCompletes,
  hasRecords,
  recordsMatchSchema,
  keysUnique,
  statesCoverRecords,
  readAgain,
  emittedLater,
  onlyNewer,
  nothingSkipped,
  stateAdvances,
  stateInTheFuture,
  cursorPresent,
  cursorOrder,
  nextPageDiffers,
  lastPage,
  roundCount,
  obeysSeconds,
  obeysDate,
  survivesServerError,
  survivesReset,
  survivesTruncation,
  survivesExpiredToken,
  noticesHtml,
  passesEmptyPage,
  endsSelfLink,
  endsSamePage,
  resumes,
];

/** The names of all tests, as reports and settings have them. */
export const TEST_NAMES: readonly string[] = [...CONNECTOR_TESTS, ...STREAM_TESTS].map(({ name }) => name);
