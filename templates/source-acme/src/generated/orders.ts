// Generated from the JSON Schema: change that, then run `headwater types`.

export interface Order {
  id: number;
  status?: string;
  total?: number;
  updated_at: string;
}
