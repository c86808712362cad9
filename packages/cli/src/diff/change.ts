/** What became of a connector between two versions, as `--json` names it. */
export type ChangeKind =
  | 'setting-added'
  | 'setting-removed'
  | 'setting-required'
  | 'setting-narrowed'
  | 'setting-default'
  | 'secret-shown'
  | 'secret-hidden'
  | 'sign-in'
  | 'stream-added'
  | 'stream-removed'
  | 'stream-fails'
  | 'key'
  | 'cursor'
  | 'sync-mode'
  | 'field-added'
  | 'field-removed'
  | 'field-retyped'
  | 'field-nullable'
  | 'records-added'
  | 'records-gone'
  | 'records-changed'
  | 'record-order'
  | 'state'
  | 'state-lost'
  | 'requests'
  | 'not-compared';

/** Something in which two versions of a connector differ. */
export interface Change {
  readonly kind: ChangeKind;
  /** A connection that runs with the old version fails with the new one, loses data or reads all again; or a secret gets known. */
  readonly isBreaking: boolean;
  /** The stream, as people name it; none for the config. */
  readonly stream?: string;
  /** The field of the records, or the setting of the config: `address.city`. */
  readonly path?: string;
  /** In words, without the stream. */
  readonly message: string;
}

type Place = Pick<Change, 'stream' | 'path'>;

export function breaking(kind: ChangeKind, message: string, place: Place = {}): Change {
  return { kind, isBreaking: true, ...place, message };
}

export function harmless(kind: ChangeKind, message: string, place: Place = {}): Change {
  return { kind, isBreaking: false, ...place, message };
}
