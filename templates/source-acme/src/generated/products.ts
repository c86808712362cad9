// Generated from the JSON Schema: change that, then run `headwater types`.

export interface Product {
  id: string;
  title?: string;
  price?: number;
}
