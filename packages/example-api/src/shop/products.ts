import { createDraw, pick } from './draw.ts';
import { currencies } from './pools.ts';
import { seriesOf } from './series.ts';
import type { Series } from './series.ts';

/** A record of `GET /v1/products`. */
export interface Product {
  readonly id: string;
  readonly title: string;
  /** In units of the currency, with at most two decimals. */
  readonly price: number;
  readonly currency: string;
  readonly stock: number;
  readonly dimensions: {
    readonly unit: 'cm';
    readonly width: number;
    readonly height: number;
    readonly depth: number | null;
  };
  readonly description: string | null;
  readonly is_active: boolean;
}

/** The products of a shop, and the price of each without making the whole record. */
export interface Products extends Series<Product> {
  readonly cents: (index: number) => number;
}

const materials = ['Oak', 'Steel', 'Linen', 'Porcelain', 'Papier-mâché', 'Glass', 'Wełna', '竹'];
const things = ['chair', 'lamp', 'teapot', 'curtain', 'bookshelf', 'vase', 'étagère', 'knife', 'blanket', 'clock'];
const descriptions = [
  null,
  'Made to last, and to be mended when it does not.',
  'Hand-made in small numbers; no two are the same. Measures may differ by ±2 %.',
  'Für drinnen und draußen – “indoor & outdoor” <b>best-seller</b>.',
];

/** The products of a shop; the product at index 0 has the id `SKU-000001`. */
export function createProducts(seed: number): Products {
  const draw = createDraw(seed, 'products');
  const cents = (index: number): number => 99 + (draw(index, 1) % 29_900);
  const series = seriesOf<Product>((index) => {
    const random = draw(index);
    return {
      id: productId(index),
      title: `${pick(materials, random)} ${pick(things, random >>> 4)} No. ${index + 1}`,
      price: cents(index) / 100,
      currency: pick(currencies, random >>> 9),
      stock: (random >>> 12) % 500,
      dimensions: {
        unit: 'cm',
        width: 5 + (random % 120),
        height: 2.5 + ((random >>> 7) % 80),
        depth: random % 5 === 0 ? null : 1 + ((random >>> 3) % 60),
      },
      description: pick(descriptions, random >>> 15),
      is_active: random % 8 !== 0,
    };
  });
  return { ...series, cents };
}

/** The id of the product at an index. */
export function productId(index: number): string {
  return `SKU-${String(index + 1).padStart(6, '0')}`;
}
