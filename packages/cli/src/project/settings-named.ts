import { isJsonObject, type JsonValue } from '@headwater/cdk/protocol';

/** A text of a config. */
export interface Setting {
  /** `client.refresh_token`. */
  readonly path: string;
  /** As it stands in the file. */
  readonly text: string;
}

/** The texts of a config whose own name is like this, wherever they stand. */
export function settingsNamed(name: RegExp, config: JsonValue | undefined, path = ''): Setting[] {
  if (!isJsonObject(config)) return [];
  return Object.entries(config).flatMap(([key, value]) => {
    const place = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string' && name.test(key)) return [{ path: place, text: value }];
    return settingsNamed(name, value, place);
  });
}
