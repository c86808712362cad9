// Generated from the JSON Schema: change that, then run `headwater types`.

export interface Product {
  id: string;
  title?: string;
  price?: number;
  currency?: string;
  stock?: number;
  dimensions?: {
    unit?: string;
    width?: number | null;
    height?: number | null;
    depth?: number | null;
  } | null;
  description?: string | null;
  is_active?: boolean;
}
