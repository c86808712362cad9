import type { JsonSchema } from '@headwater/cdk/protocol';

/** The types that a JSON Schema names itself, `null` among them; none when it takes any. */
export function typesIn({ type }: JsonSchema): string[] {
  return [type ?? []].flat() as string[];
}
