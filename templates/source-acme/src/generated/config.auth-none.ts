// Generated from the JSON Schema: change that, then run `headwater types`.

export interface Config {
  /**
   * Where the API is, with its version.
   */
  api_url: string;
}
