/** What a response of any size may be written in, and the `Accept` header that asks the API for it. */
export const formats = {
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  csv: 'text/csv',
  xml: 'application/xml',
  gzip: 'application/gzip',
  zip: 'application/zip',
} as const;

export type Format = keyof typeof formats;
