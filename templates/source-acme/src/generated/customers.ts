// Generated from the JSON Schema: change that, then run `headwater types`.

export interface Customer {
  id: number;
  name?: string;
  email?: string | null;
  created_at?: string;
}
