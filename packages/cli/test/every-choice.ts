import {
  AUTH_KINDS,
  EXTRA_STREAMS,
  PAGING_KINDS,
  type PackageManager,
  type ProjectChoices,
} from '../src/new/choices.ts';

const STREAM_SETS = Array.from({ length: 2 ** EXTRA_STREAMS.length }, (_, set) =>
  EXTRA_STREAMS.filter((_stream, bit) => (set & (1 << bit)) !== 0),
);

/** Every combination of what a new project can have, for one package manager. */
export function everyChoice(packageManager: PackageManager): ProjectChoices[] {
  return AUTH_KINDS.flatMap((auth) =>
    PAGING_KINDS.flatMap((paging) => STREAM_SETS.map((streams) => ({ auth, paging, streams, packageManager }))),
  );
}

/** `bearer, token, incremental + child`. */
export function nameOfChoice({ auth, paging, streams }: ProjectChoices): string {
  return `${auth}, ${paging}${streams.length === 0 ? '' : `, ${streams.join(' + ')}`}`;
}
