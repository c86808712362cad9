import type { IncomingHttpHeaders } from 'node:http';

import type { PageFault } from '../faults/fault.ts';

/** What a route gets to see of a request. */
export interface ApiRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The scheme, host and port the client asked, such as `http://127.0.0.1:4321`: what absolute links begin with. */
  readonly origin: string;
  /** The faults the page of this request must have. */
  readonly pageFaults: readonly PageFault[];
}
