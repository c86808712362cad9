import type { IncomingHttpHeaders } from 'node:http';

import type { JobFault, PageFault } from '../faults/fault.ts';

/** What a route gets to see of a request. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The scheme, host and port the client asked, such as `http://127.0.0.1:4321`: what absolute links begin with. */
  readonly origin: string;
  /** The text of the body; empty when there is none. */
  readonly body: string;
  /** The faults the page of this request must have. */
  readonly pageFaults: readonly PageFault[];
  /** The faults the job that this request creates must have. */
  readonly jobFaults: readonly JobFault[];
}
