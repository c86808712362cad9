// Generated from the JSON Schema: change that, then run `headwater types`.

export interface Config {
  /**
   * Where the shop's API is, with its version.
   */
  api_url: string;
  /**
   * Made under Settings, API access.
   */
  api_token: string;
  /**
   * Orders that changed before this day are not read.
   */
  start_date?: string;
  /**
   * Records to ask for at once.
   */
  page_size?: number;
}
