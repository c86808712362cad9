import { ConnectorError } from '../errors/connector-error.ts';

/**
 * Thrown where a partition is to be left out of this read: that is no failure of the stream. Nothing more is asked for it, and
 * nothing is claimed of it, so that the next read tries it again.
 */
export class SkippedPartition extends ConnectorError {}
