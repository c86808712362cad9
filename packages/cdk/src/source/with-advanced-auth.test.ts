import { describe, expect, test } from 'vitest';
import { expectProtocolLine } from '../../test/protocol-schema.ts';
import { thrownBy } from '../../test/run-context.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { specMessage } from '../protocol/build-message.ts';
import { type AdvancedAuthOptions, withAdvancedAuth } from './with-advanced-auth.ts';

const secret = { type: 'string', airbyte_secret: true };
const spec = {
  documentationUrl: 'https://example.com',
  connectionSpecification: {
    type: 'object',
    properties: {
      shop: { type: 'string' },
      credentials: {
        type: 'object',
        oneOf: [
          { properties: { auth_type: { const: 'token' }, token: secret } },
          {
            properties: {
              auth_type: { const: 'oauth' },
              client_id: secret,
              client_secret: secret,
              refresh_token: secret,
              access_token: secret,
            },
          },
        ],
      },
    },
  },
};

const options: AdvancedAuthOptions = {
  consentUrl: 'https://app.example.com/oauth/authorize',
  tokenUrl: 'https://app.example.com/oauth/token',
  config: {
    clientId: 'credentials.client_id',
    clientSecret: 'credentials.client_secret',
    refreshToken: 'credentials.refresh_token',
  },
};

test('C1: the least: a flow for the two URLs, whose results go to their places in the config', () => {
  const { advanced_auth: auth, ...rest } = withAdvancedAuth(spec, options);
  expect(rest).toEqual(spec);
  expect(auth).toEqual({
    auth_flow_type: 'oauth2.0',
    oauth_config_specification: {
      oauth_connector_input_specification: {
        consent_url:
          'https://app.example.com/oauth/authorize?{{client_id_param}}&{{redirect_uri_param}}&response_type=code&{{state_param}}',
        access_token_url:
          'https://app.example.com/oauth/token?{{client_id_param}}&{{client_secret_param}}&{{auth_code_param}}&{{redirect_uri_param}}&grant_type=authorization_code',
        extract_output: ['refresh_token'],
      },
      complete_oauth_output_specification: {
        type: 'object',
        required: ['refresh_token'],
        properties: {
          refresh_token: {
            type: 'string',
            path_in_connector_config: ['credentials', 'refresh_token'],
            path_in_oauth_response: ['refresh_token'],
          },
        },
      },
      complete_oauth_server_input_specification: {
        type: 'object',
        required: ['client_id', 'client_secret'],
        properties: { client_id: { type: 'string' }, client_secret: { type: 'string' } },
      },
      complete_oauth_server_output_specification: {
        type: 'object',
        required: ['client_id', 'client_secret'],
        properties: {
          client_id: { type: 'string', path_in_connector_config: ['credentials', 'client_id'] },
          client_secret: { type: 'string', path_in_connector_config: ['credentials', 'client_secret'] },
        },
      },
    },
  });
});

const everything: AdvancedAuthOptions = {
  ...options,
  consentUrl: 'https://{{ shop_name }}.example.com/authorize?prompt=consent',
  scopes: ['orders:read', 'products:read'],
  config: { ...options.config, accessToken: 'credentials.access_token' },
  when: { field: 'credentials.auth_type', equals: 'oauth' },
  urlValues: { shop_name: 'shop' },
  fields: { refreshToken: 'data.refresh' },
  connectorInput: { access_token_headers: { 'X-Version': '2' }, client_id_key: 'app_id' },
};

test('scopes, a value in the URL, a predicate, other names in the response, and what an API has of its own', () => {
  const { advanced_auth: auth } = withAdvancedAuth(spec, everything);
  expect(auth).toMatchObject({
    predicate_key: ['credentials', 'auth_type'],
    predicate_value: 'oauth',
    oauth_config_specification: {
      oauth_user_input_from_connector_config_specification: {
        properties: { shop_name: { type: 'string', path_in_connector_config: ['shop'] } },
      },
      oauth_connector_input_specification: {
        consent_url:
          'https://{{ shop_name }}.example.com/authorize?prompt=consent&{{client_id_param}}&{{redirect_uri_param}}&response_type=code&{{scope_param}}&{{state_param}}',
        scope: 'orders:read products:read',
        extract_output: ['data.refresh', 'access_token'],
        access_token_headers: { 'X-Version': '2' },
        client_id_key: 'app_id',
      },
      complete_oauth_output_specification: {
        properties: {
          refresh_token: { path_in_oauth_response: ['data', 'refresh'] },
          access_token: {
            path_in_connector_config: ['credentials', 'access_token'],
            path_in_oauth_response: ['access_token'],
          },
        },
      },
    },
  });
});

test.each([options, everything])('is a SPEC of the protocol', (one) => {
  expect(expectProtocolLine(JSON.stringify(specMessage(withAdvancedAuth(spec, one)))).type).toBe('SPEC');
});

describe('C1: OAuth paths exist', () => {
  test.each<[string, Partial<AdvancedAuthOptions>]>([
    ['credentials.refresh', { config: { ...options.config, refreshToken: 'credentials.refresh' } }],
    ['client_id', { config: { ...options.config, clientId: 'client_id' } }],
    ['auth', { when: { field: 'auth', equals: 'oauth' } }],
    ['shop.name', { urlValues: { name: 'shop.name' } }],
  ])('one that does not (%s) is said', (path, part) => {
    const error = thrownBy(() => withAdvancedAuth(spec, { ...options, ...part }));
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toBe(
      `The advanced_auth of the spec names "${path}", which the connectionSpecification does not have`,
    );
  });
});
