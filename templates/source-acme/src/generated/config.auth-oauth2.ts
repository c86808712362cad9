// Generated from the JSON Schema: change that, then run `headwater types`.

export interface Config {
  /**
   * Where the API is, with its version.
   */
  api_url: string;
  /**
   * Of the app that reads for the user.
   */
  client_id: string;
  /**
   * Of the same app.
   */
  client_secret: string;
  /**
   * What the user's login gave.
   */
  refresh_token: string;
}
