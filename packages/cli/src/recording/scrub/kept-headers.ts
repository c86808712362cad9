/** Of a request: what a client says of itself and of the connection, and what is made anew for each request. */
const REQUEST_NOISE =
  /^(?:host|user-agent|accept-(?:encoding|language|charset)|content-length|transfer-encoding|expect|date|pragma|cache-control|if-.*|sec-.*|trace(?:parent|state)|baggage|via|forwarded|x-forwarded-.*|x-(?:request|correlation|trace|amzn-trace|client-request)-id|idempotency-key)$/;

/** Of a response: what says how it came and when, not what it is. Limits are not those of the moment in which it is replayed. */
const RESPONSE_NOISE =
  /^(?:date|age|expires|server|via|vary|etag|last-modified|cache-control|pragma|accept-ranges|alt-svc|nel|report-to|reporting-endpoints|server-timing|strict-transport-security|referrer-policy|permissions-policy|feature-policy|origin-agent-cluster|content-security-policy.*|cross-origin-.*|access-control-.*|cf-.*|x-(?:amz|amzn|amz-cf|azure|ms|goog|guploader|fastly|timer|cache|served|varnish|powered|aspnet|frame|xss|content-type-options|dns-prefetch|download-options|permitted|request|correlation|trace|runtime|envoy|cloud-trace|github-request|ua).*|(?:x-)?rate-?limit.*|retry-after)$/;

export function isKeptOfRequest(name: string): boolean {
  return !REQUEST_NOISE.test(name);
}

export function isKeptOfResponse(name: string): boolean {
  return !RESPONSE_NOISE.test(name);
}
