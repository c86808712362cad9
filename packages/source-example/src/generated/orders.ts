// Generated from the JSON Schema: change that, then run `headwater types`.

export interface Order {
  id: number;
  customer_id?: number;
  status?: string;
  currency?: string;
  total?: number;
  lines?: OrderLine[];
  shipping_address?: {
    street?: string | null;
    city?: string | null;
    region?: string | null;
    postal_code?: string | null;
    country?: string | null;
    geo?: {
      lat?: number;
      lon?: number;
    } | null;
  } | null;
  note?: string | null;
  created_at?: string;
  updated_at: string;
}
export interface OrderLine {
  product_id?: string;
  quantity?: number;
  unit_price?: number;
}
