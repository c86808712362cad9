import type { Access } from '../auth/access.ts';
import type { ExportJobs } from '../shop/export-jobs.ts';

/** What requests change. */
export interface ApiState {
  readonly jobs: ExportJobs;
  readonly access: Access;
}
