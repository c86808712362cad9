// Make a connector
export { Source } from './source/source.ts';
export { launch, type LaunchOptions } from './cli/launch.ts';

// Describe a stream
export { HttpStream } from './http/http-stream.ts';
export { GraphqlStream } from './http/graphql/graphql-stream.ts';
export { AsyncJobStream, type JobPage } from './http/jobs/async-job-stream.ts';
export type { FinishedPage, PageContext } from './http/page-context.ts';
export type { Records } from './http/page-records.ts';
export {
  Stream,
  type AnyStream,
  type ParentPage,
  type ParentStates,
  type Partition,
  type Partitions,
  type PartitionsContext,
} from './streams/stream.ts';
export { ListPartitions } from './streams/partitions/list-partitions.ts';
export { ParentPartitions, type ParentOptions } from './streams/partitions/parent-partitions.ts';
export { ProductPartitions } from './streams/partitions/product-partitions.ts';
export type {
  NetworkSettings,
  RequestCounts,
  RunContext,
  SliceContext,
  SourceContext,
  StreamContext,
} from './streams/contexts.ts';
export type { FieldOf, PrimaryKey } from './streams/field.ts';
export {
  DatetimeWindows,
  type DatetimeWindow,
  type DatetimeWindowsOptions,
} from './streams/cursors/datetime-windows.ts';
export { migrateLegacyPartitions, type LegacyPartitionsOptions } from './streams/state-formats/legacy-partitions.ts';
export type { CursorFilter, RecordOrder } from './streams/cursors/highest-value-cursor.ts';

// Talk to the API
export { HttpClient } from './http/http-client.ts';
export type { HttpClientOptions } from './http/http-client-options.ts';
export type { ResponseCacheOptions } from './http/response-cache.ts';
export type { HttpContext } from './http/http-context.ts';
export type { HttpHeaders, HttpMethod, HttpRequest, QueryParams, RequestBody } from './http/http-request.ts';
export type { ClientRequest } from './http/client-request.ts';
export { HttpResponse } from './http/http-response.ts';
export type { TlsOptions } from './http/network/tls-settings.ts';
export type { Timeouts } from './http/network-error.ts';

// Decide what is a failure, and when to try again
export type { ResponseAction, ResponseCondition, ResponseRule, StatusPattern } from './http/response-rule.ts';
export type { RetryPolicy } from './http/retry-policy.ts';
export type {
  BackoffContext,
  BackoffStrategy,
  ResponseWaitOptions,
  Wait,
  WaitUnit,
} from './http/backoff/backoff-strategy.ts';
export { ConstantBackoff, type ConstantBackoffOptions } from './http/backoff/constant-backoff.ts';
export { ExponentialBackoff, type ExponentialBackoffOptions } from './http/backoff/exponential-backoff.ts';
export { WaitTimeFromBody, type WaitTimeFromBodyOptions } from './http/backoff/wait-time-from-body.ts';
export { WaitTimeFromHeader, type WaitTimeFromHeaderOptions } from './http/backoff/wait-time-from-header.ts';
export {
  WaitUntilTimeFromHeader,
  type WaitUntilTimeFromHeaderOptions,
} from './http/backoff/wait-until-time-from-header.ts';

// Keep to the limits of the API
export { FixedWindowLimit, type FixedWindowOptions } from './http/rate-limits/fixed-window-limit.ts';
export { HeaderLimit, type HeaderLimitOptions } from './http/rate-limits/header-limit.ts';
export { MovingWindowLimit } from './http/rate-limits/moving-window-limit.ts';
export type { RateLimit, RateLimitOptions, WindowOptions } from './http/rate-limits/rate-limit.ts';
export type { OutgoingRequest, RequestMatcher, TextPattern } from './http/request-matcher.ts';

// Prove who asks
export type {
  Authenticator,
  AuthenticatorContext,
  Credentials,
  SpentCredentials,
} from './http/authenticators/authenticator.ts';
export { ApiKeyAuthenticator } from './http/authenticators/api-key-authenticator.ts';
export { BasicAuthenticator } from './http/authenticators/basic-authenticator.ts';
export { BearerAuthenticator } from './http/authenticators/bearer-authenticator.ts';
export type { CredentialPlace } from './http/authenticators/credential-place.ts';
export { JwtAuthenticator, type JwtAuthenticatorOptions } from './http/authenticators/jwt-authenticator.ts';
export { OAuthAuthenticator } from './http/authenticators/oauth-authenticator.ts';
export type {
  ClientCredentialsGrant,
  JwtBearerGrant,
  OAuthOptions,
  RefreshTokenGrant,
  TokenConfigPaths,
  TokenFields,
} from './http/authenticators/oauth-options.ts';
export { RotatingAuthenticator } from './http/authenticators/rotating-authenticator.ts';
export { selectAuthenticator, type AuthenticatorChoices } from './http/authenticators/select-authenticator.ts';
export {
  SessionTokenAuthenticator,
  type SessionTokenOptions,
} from './http/authenticators/session-token-authenticator.ts';
export type { JwtOptions } from './http/authenticators/sign-jwt.ts';
export {
  TokenAuthenticator,
  type Token,
  type TokenAuthenticatorOptions,
} from './http/authenticators/token-authenticator.ts';
export { withAdvancedAuth, type AdvancedAuthOptions } from './source/with-advanced-auth.ts';

// Read bodies that are not JSON, or too large to keep
export { CsvDecoder, type CsvDecoderOptions } from './http/decoders/csv-decoder.ts';
export { GzipDecoder } from './http/decoders/gzip-decoder.ts';
export { JsonDecoder, type JsonDecoderOptions } from './http/decoders/json-decoder.ts';
export { JsonlDecoder } from './http/decoders/jsonl-decoder.ts';
export { XmlDecoder, type XmlDecoderOptions } from './http/decoders/xml-decoder.ts';
export { ZipDecoder, type ZipDecoderOptions } from './http/decoders/zip-decoder.ts';
export type { DecodeContext, Decoder } from './http/decoders/decoder.ts';
export { DecodeError, type DecodeErrorOptions } from './http/decoders/decode-error.ts';
export type { DecodedRecords } from './http/decoded-records.ts';

// Follow pages
export type { LastPage, PageRequest, PageResult, Paginator, RequestedPage } from './http/paginators/paginator.ts';
export {
  CursorPaginator,
  type CursorPaginatorOptions,
  type LastRecordToken,
  type TokenSource,
} from './http/paginators/cursor-paginator.ts';
export { LinkHeaderPaginator, type LinkHeaderPaginatorOptions } from './http/paginators/link-header-paginator.ts';
export { NextUrlPaginator, type NextUrlPaginatorOptions } from './http/paginators/next-url-paginator.ts';
export { OffsetPaginator, type OffsetPaginatorOptions } from './http/paginators/offset-paginator.ts';
export { PageNumberPaginator, type PageNumberPaginatorOptions } from './http/paginators/page-number-paginator.ts';
export { RelayPaginator, type RelayPaginatorOptions } from './http/paginators/relay-paginator.ts';

// Export through jobs
export { AsyncJobs, type AsyncJobsOptions } from './http/jobs/async-jobs.ts';
export type { AsyncJob, JobStatus, JobStatuses } from './http/jobs/async-job.ts';

// Say what went wrong
export { ConfigError } from './errors/config-error.ts';
export { ConnectorError, type ConnectorErrorOptions } from './errors/connector-error.ts';
export { HttpError } from './http/http-error.ts';
export { NetworkError } from './http/network-error.ts';
export type { Logger } from './logger.ts';

// Speak the protocol
export type { JsonObject, JsonSchema, JsonValue } from './protocol/json.ts';
export type {
  AirbyteCatalog,
  AirbyteStream,
  ConfiguredCatalog,
  StreamDescriptor,
  SyncMode,
} from './protocol/catalog.ts';
export type { HarEntry } from './protocol/har.ts';
export type { AirbyteMessage, FailureType, LogLevel } from './protocol/messages.ts';
export type { AdvancedAuth, ConnectorSpecification, OAuthConfigSpecification } from './protocol/spec.ts';
export type { InputState, StreamState } from './protocol/state.ts';
export type { Clock } from './streams/clock.ts';
