// Generated from the JSON Schema: change that, then run `headwater types`.

export interface Config {
  /**
   * Where the API is, with its version.
   */
  api_url: string;
  /**
   * The name you log in with.
   */
  username: string;
  /**
   * The password you log in with.
   */
  password: string;
}
