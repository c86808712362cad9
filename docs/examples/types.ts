// In a connector of your own these are generated from spec.json and schemas/*.json.

export interface Config {
  url: string;
  token: string;
}

export interface Invoice {
  id: string;
  total?: number;
  updated_at: string;
}

export interface InvoiceLine {
  id: string;
  invoice_id?: string;
  text?: string;
  amount?: number;
}

export interface OAuthConfig {
  url: string;
  client_id: string;
  client_secret: string;
  refresh_token: string;
}
