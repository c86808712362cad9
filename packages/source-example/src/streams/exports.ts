import { HttpStream, NextUrlPaginator } from '@headwater/cdk';
import schema from '../../schemas/exports.json' with { type: 'json' };
import type { ExportEntry } from '../generated/exports.ts';

/** Full refresh, by the URL of the next page. */
export class Exports extends HttpStream<ExportEntry> {
  readonly name = 'exports';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly paginator = new NextUrlPaginator({ path: 'next' });

  getJsonSchema() {
    return schema;
  }

  path() {
    return '/exports';
  }
}
