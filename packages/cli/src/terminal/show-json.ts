import { bigintAsInteger } from '@headwater/cdk/protocol';

/** JSON over several lines, as files that people look into have it. A bigint is the integer it is. */
export function showJson(value: object): string {
  return JSON.stringify(value, bigintAsInteger, 2);
}
