/** What the connector is told. */
export interface Config {
  readonly api_url: string;
  readonly api_token: string;
  readonly page_size: number;
  /** @default no limit of its own */
  readonly requests_per_minute?: number;
}
