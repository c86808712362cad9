export const AUTH_KINDS = ['bearer', 'api-key', 'basic', 'oauth2', 'none'] as const;
export const PAGING_KINDS = ['token', 'page', 'offset', 'link', 'next-url', 'none'] as const;
export const EXTRA_STREAMS = ['incremental', 'child', 'graphql'] as const;
export const PACKAGE_MANAGERS = ['npm', 'pnpm', 'yarn', 'bun'] as const;

/** How the API knows who asks. */
export type AuthKind = (typeof AUTH_KINDS)[number];
/** How the API splits its lists. */
export type PagingKind = (typeof PAGING_KINDS)[number];
/** Kinds of streams that a project may begin with, besides a list that is read whole. */
export type ExtraStream = (typeof EXTRA_STREAMS)[number];
export type PackageManager = (typeof PACKAGE_MANAGERS)[number];

/** What a new project is to have. */
export interface ProjectChoices {
  readonly auth: AuthKind;
  readonly paging: PagingKind;
  readonly streams: readonly ExtraStream[];
  readonly packageManager: PackageManager;
}
