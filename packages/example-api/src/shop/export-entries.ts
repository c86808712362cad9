import { createDraw, pick } from './draw.ts';
import { isoTime } from './iso-time.ts';
import type { Series } from './series.ts';
import type { Timeline } from './timeline.ts';

/** A record of `GET /v1/exports`. */
export interface ExportEntry {
  readonly id: number;
  readonly kind: string;
  readonly payload: ExportPayload;
  readonly exported_at: string;
}

/** What an export entry carries. */
export interface ExportPayload {
  readonly source: { readonly app: string; readonly version: string | null };
  readonly changes: readonly { readonly field: string; readonly from: string | null; readonly to: string }[];
}

const kinds = ['customer.created', 'customer.updated', 'order.paid', 'order.refunded', 'stock.changed'];

const payloads: readonly ExportPayload[] = [
  { source: { app: 'till', version: '4.2.1' }, changes: [{ field: 'status', from: null, to: 'paid' }] },
  { source: { app: 'webshop', version: null }, changes: [] },
  {
    source: { app: 'back office', version: '2026.1' },
    changes: [
      { field: 'name', from: 'Zoe', to: 'Zoë' },
      { field: 'city', from: 'Lodz', to: 'Łódź 🏭' },
    ],
  },
  { source: { app: 'warehouse', version: '1.0' }, changes: [{ field: 'note', from: 'a\nb', to: '"倉庫"' }] },
];

const kindTexts = kinds.map((kind) => `,"kind":"${kind}","payload":`);
const payloadTexts = payloads.map((payload) => `${JSON.stringify(payload)},"exported_at":"`);

/** The entries of a shop's export; the entry at index `i` has the id `i + 1`. */
export function createExportEntries(seed: number, timeline: Timeline): Series<ExportEntry> {
  const draw = createDraw(seed, 'exports');
  return {
    record: (index) => ({
      id: index + 1,
      kind: pick(kinds, draw(index)),
      payload: pick(payloads, draw(index) >>> 8),
      exported_at: isoTime(timeline.secondAt(index)),
    }),
    text: (index) => {
      const random = draw(index);
      const time = isoTime(timeline.secondAt(index));
      return `{"id":${index + 1}${pick(kindTexts, random)}${pick(payloadTexts, random >>> 8)}${time}"}`;
    },
  };
}
