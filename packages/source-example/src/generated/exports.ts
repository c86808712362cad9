// Generated from the JSON Schema: change that, then run `headwater types`.

export interface ExportEntry {
  id: number;
  kind?: string;
  payload?: {
    source?: {
      app?: string | null;
      version?: string | null;
    } | null;
  } | null;
  exported_at?: string;
}
