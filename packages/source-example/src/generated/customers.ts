// Generated from the JSON Schema: change that, then run `headwater types`.

export interface Customer {
  id: number;
  name?: string;
  email?: string;
  phone?: string | null;
  address?: {
    street?: string | null;
    city?: string | null;
    region?: string | null;
    postal_code?: string | null;
    country?: string | null;
    geo?: {
      lat?: number;
      lon?: number;
    } | null;
  };
  tags?: string[];
  created_at: string;
}
