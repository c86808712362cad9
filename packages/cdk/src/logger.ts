/**
 * Where a connector says what it does. Every call becomes one LOG message, without the config's secrets; `LOG_LEVEL`
 * decides which levels go out.
 *
 * Say facts with their values, one a line: `Waiting 12 s: the API's quota is used up`.
 */
export interface Logger {
  /** Something broke, and the read suffers from it. */
  error(message: string): void;
  /** Something is odd and may need a person, but the read goes on whole. */
  warn(message: string): void;
  /** What a person who watches wants to know: a line a stream, not a line a page. */
  info(message: string): void;
  /** What an engineer who searches wants to know: requests, pages, decisions. */
  debug(message: string): void;
}
