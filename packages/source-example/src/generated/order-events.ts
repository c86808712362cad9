// Generated from the JSON Schema: change that, then run `headwater types`.

export interface OrderEvent {
  id: number;
  order_id: number;
  type?: string;
  actor?: {
    kind?: string;
    name?: string;
  } | null;
  occurred_at?: string;
}
