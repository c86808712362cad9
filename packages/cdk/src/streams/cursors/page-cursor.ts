import type { JsonValue } from '../../protocol/json.ts';
import type { StreamState } from '../../protocol/state.ts';
import { readFullRefreshState, writeFullRefreshState } from '../state-formats/full-refresh-state.ts';
import type { Cursor, SliceProgress } from './cursor.ts';

const COMPLETE_STATE = writeFullRefreshState({ at: 'end' });

/** Whether a state says that a partition, or a parent, was read to its end: there is nothing to go on with. */
export function isComplete(state: StreamState): boolean {
  return readFullRefreshState(state)?.at === 'end';
}

/**
 * Where a full refresh has come to: the token of the next page, `{ next_page_token: 'p7' }`, so that a read that broke off goes
 * on there. A stream whose tokens are of no use later never moves it.
 */
export class PageCursor implements Cursor, SliceProgress {
  /** A full refresh starts from nothing, as far as the stream's methods are told. */
  readonly startState: StreamState = {};
  readonly resumeFrom: unknown = undefined;
  readonly resumePageSize: number | undefined;
  #state: StreamState;
  /** What is true once the page that is going out is out. */
  #stateAfterPage: StreamState;

  /** @param startState Of another form, such as that of a cursor the stream once had, it says nothing. */
  constructor(startState: StreamState) {
    const start = readFullRefreshState(startState) ?? { at: 'start' };
    if (start.at === 'page') {
      this.resumeFrom = start.token;
      this.resumePageSize = start.pageSize;
    }
    this.#state = writeFullRefreshState(start);
    this.#stateAfterPage = this.#state;
  }

  windows(): Iterable<undefined> {
    return isComplete(this.#state) ? [] : [undefined];
  }

  open(): SliceProgress {
    return this;
  }

  observe(): void {}

  checkpoint(resumeFrom: unknown, pageSize?: number): void {
    const token = resumeFrom as JsonValue | undefined;
    this.#stateAfterPage =
      token === undefined
        ? COMPLETE_STATE
        : writeFullRefreshState({ at: 'page', token, ...(pageSize !== undefined && { pageSize }) });
  }

  endPage(): void {
    this.#state = this.#stateAfterPage;
  }

  end(): void {}

  finish(): void {
    this.#state = COMPLETE_STATE;
  }

  state(): StreamState {
    return this.#state;
  }
}
