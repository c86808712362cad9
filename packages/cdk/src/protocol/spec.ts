import type { JsonObject, JsonSchema } from './json.ts';

/** Describes what a connector needs to be configured: the answer of `spec`. */
export interface ConnectorSpecification {
  readonly documentationUrl?: string;
  readonly changelogUrl?: string;
  /** JSON Schema (draft-07) of the config. Secret properties carry `"airbyte_secret": true`. */
  readonly connectionSpecification: JsonSchema;
  /** The OAuth flow that a platform may offer instead of fields to type in. */
  readonly advanced_auth?: AdvancedAuth;
  readonly protocol_version?: string;
}

/** The OAuth part of a specification. */
export interface AdvancedAuth {
  /** `oauth2.0` or `oauth1.0`. */
  readonly auth_flow_type?: string;
  /** Path of the config field that must have `predicate_value` for the flow to apply. */
  readonly predicate_key?: readonly string[];
  readonly predicate_value?: string;
  readonly oauth_config_specification?: OAuthConfigSpecification;
}

/** How a platform runs the OAuth flow, and where its results go in the config. */
export interface OAuthConfigSpecification {
  readonly oauth_user_input_from_connector_config_specification?: JsonObject;
  readonly oauth_connector_input_specification?: JsonObject;
  readonly complete_oauth_output_specification?: JsonObject;
  readonly complete_oauth_server_input_specification?: JsonObject;
  readonly complete_oauth_server_output_specification?: JsonObject;
}
