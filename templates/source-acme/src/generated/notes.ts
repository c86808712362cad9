// Generated from the JSON Schema: change that, then run `headwater types`.

export interface Note {
  id: number;
  customer_id?: number;
  text?: string;
}
