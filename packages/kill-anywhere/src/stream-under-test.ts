import type { StreamDescriptor, SyncMode } from '@headwater/cdk';

/** A stream that is read, and what it promises. */
export interface StreamUnderTest extends StreamDescriptor {
  readonly syncMode: SyncMode;
  /** The paths of the fields that identify a record, as the catalog has them: `[['id']]`. @default the whole record */
  readonly primaryKey?: readonly (readonly string[])[];
  /**
   * The most records that one kill may make the stream send again: one page, or one partition, for each that is read at the
   * same time; all of them for a stream that starts over.
   * @default any number
   */
  readonly mostDuplicates?: number;
  /** Whether a stop keeps what the stream has read: a STATE covers it. @default true for `incremental` */
  readonly isResumable?: boolean;
}

/** A stream's name for people, and for keys: `orders`, or `shop.orders` with a namespace. */
export function labelOf({ name, namespace }: StreamDescriptor): string {
  return namespace === undefined || namespace === null ? name : `${namespace}.${name}`;
}
