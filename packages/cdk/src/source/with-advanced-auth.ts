import { ConnectorError } from '../errors/connector-error.ts';
import { isJsonObject, type JsonObject, type JsonSchema } from '../protocol/json.ts';
import type { ConnectorSpecification } from '../protocol/spec.ts';

/** How a platform lets a user log in to the API, instead of asking for tokens. All paths are names joined by dots. */
export interface AdvancedAuthOptions {
  /** The API's page where the user agrees: `https://app.example.com/oauth/authorize`. */
  readonly consentUrl: string;
  /** The API's token endpoint, which trades the code that the user brings for tokens. */
  readonly tokenUrl: string;
  /** @default none are asked for */
  readonly scopes?: readonly string[];
  /** Where the config has what: `credentials.refresh_token`. */
  readonly config: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly refreshToken: string;
    /** @default not kept */
    readonly accessToken?: string;
  };
  /** The field of the config that says that the user logs in, and its value then, where there are other ways too. @default always */
  readonly when?: { readonly field: string; readonly equals: string };
  /**
   * Values of the config that the two URLs need, by the name they have there: `{ shop: 'shop_name' }` for
   * `https://{{ shop }}.example.com`. @default {}
   */
  readonly urlValues?: Readonly<Record<string, string>>;
  /** Where the token response has what. @default `access_token` and `refresh_token` */
  readonly fields?: { readonly accessToken?: string; readonly refreshToken?: string };
  /** Further members of `oauth_connector_input_specification`, for APIs with ways of their own. They win. @default {} */
  readonly connectorInput?: JsonObject;
}

/**
 * Adds to a spec what a platform needs to offer a log-in by OAuth: its member `advanced_auth`.
 *
 * @throws ConnectorError when the config has no place of a name that the options give.
 * @example
 * withAdvancedAuth(spec, {
 *   consentUrl: 'https://app.example.com/oauth/authorize',
 *   tokenUrl: 'https://app.example.com/oauth/token',
 *   config: { clientId: 'client_id', clientSecret: 'client_secret', refreshToken: 'refresh_token' },
 * })
 */
export function withAdvancedAuth(spec: ConnectorSpecification, options: AdvancedAuthOptions): ConnectorSpecification {
  const { consentUrl, tokenUrl, scopes = [], config, when, urlValues = {}, fields = {}, connectorInput } = options;
  const { clientId, clientSecret, refreshToken, accessToken } = config;
  const paths = [clientId, clientSecret, refreshToken, accessToken, when?.field, ...Object.values(urlValues)];
  for (const path of paths) if (path !== undefined) requirePath(spec.connectionSpecification, path);

  const responseOf = {
    refresh_token: fields.refreshToken ?? 'refresh_token',
    access_token: fields.accessToken ?? 'access_token',
  };
  const input = {
    consent_url: withQuery(consentUrl, [
      '{{client_id_param}}',
      '{{redirect_uri_param}}',
      'response_type=code',
      ...(scopes.length === 0 ? [] : ['{{scope_param}}']),
      '{{state_param}}',
    ]),
    access_token_url: withQuery(tokenUrl, [
      '{{client_id_param}}',
      '{{client_secret_param}}',
      '{{auth_code_param}}',
      '{{redirect_uri_param}}',
      'grant_type=authorization_code',
    ]),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    extract_output: [responseOf.refresh_token, ...(accessToken === undefined ? [] : [responseOf.access_token])],
    ...connectorInput,
  };
  return {
    ...spec,
    advanced_auth: {
      auth_flow_type: 'oauth2.0',
      ...(when === undefined ? {} : { predicate_key: when.field.split('.'), predicate_value: when.equals }),
      oauth_config_specification: {
        oauth_connector_input_specification: input,
        ...(Object.keys(urlValues).length === 0
          ? {}
          : { oauth_user_input_from_connector_config_specification: fieldsOf(urlValues) }),
        complete_oauth_output_specification: fieldsOf(
          { refresh_token: refreshToken, ...(accessToken === undefined ? {} : { access_token: accessToken }) },
          responseOf,
        ),
        complete_oauth_server_input_specification: fieldsOf({ client_id: undefined, client_secret: undefined }),
        complete_oauth_server_output_specification: fieldsOf({ client_id: clientId, client_secret: clientSecret }),
      },
    },
  };
}

/** A schema of text fields: each with its place in the config, and in the token response. */
function fieldsOf(
  places: Readonly<Record<string, string | undefined>>,
  responseOf: Readonly<Record<string, string>> = {},
): JsonObject {
  const properties = Object.entries(places).map(([name, path]) => [
    name,
    {
      type: 'string',
      ...(path === undefined ? {} : { path_in_connector_config: path.split('.') }),
      ...(responseOf[name] === undefined ? {} : { path_in_oauth_response: responseOf[name].split('.') }),
    },
  ]);
  return { type: 'object', required: Object.keys(places), properties: Object.fromEntries(properties) as JsonObject };
}

function withQuery(url: string, parts: readonly string[]): string {
  return `${url}${url.includes('?') ? '&' : '?'}${parts.join('&')}`;
}

function requirePath(schema: JsonSchema, path: string): void {
  if (!hasPath(schema, path.split('.'))) {
    throw new ConnectorError(
      `The advanced_auth of the spec names "${path}", which the connectionSpecification does not have`,
    );
  }
}

function hasPath(schema: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (!isJsonObject(schema)) return false;
  const { properties, oneOf } = schema;
  if (isJsonObject(properties) && Object.hasOwn(properties, name) && hasPath(properties[name], rest)) return true;
  return Array.isArray(oneOf) && oneOf.some((option) => hasPath(option, [name, ...rest]));
}
