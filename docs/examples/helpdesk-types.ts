// In a connector of your own these are generated from spec.json and schemas/*.json.

export interface Config {
  account: string;
  key_id: string;
  key_secret: string;
  teams?: string[];
}

export interface Ticket {
  id: number;
  team: string;
  subject?: string | null;
  updated_at: string;
}

export interface Comment {
  id: number;
  posted_at: string;
  text?: string;
}

export interface Account {
  name: string;
  plan?: string;
}
