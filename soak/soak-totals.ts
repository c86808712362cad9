import type { JourneyResult, StreamCounts } from '@headwater/kill-anywhere';

/** What all cases of a soak came to. */
export class SoakTotals {
  readonly #seed: number;
  readonly #streams = new Map<string, StreamCounts>();
  readonly #problems: string[] = [];
  #cases = 0;
  #runs = 0;
  #kills = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** True while every promise was kept. */
  get isClean(): boolean {
    return this.#problems.length === 0;
  }

  add(caseNumber: number, { kills, runs, streams, violations }: JourneyResult): void {
    this.#cases++;
    this.#kills += kills;
    this.#runs += runs;
    for (const [name, { records, duplicates, lost }] of Object.entries(streams)) {
      const sum = this.#streams.get(name) ?? { records: 0, duplicates: 0, lost: 0 };
      this.#streams.set(name, {
        records: sum.records + records,
        duplicates: sum.duplicates + duplicates,
        lost: sum.lost + lost,
      });
    }
    if (violations.length === 0) return;
    this.#problems.push(
      ...violations.map(
        ({ rule, stream, message }) => `${rule}: ${stream === undefined ? '' : `stream ${stream}, `}${message}`,
      ),
      `Once more: pnpm soak --seed ${this.#seed} --case ${caseNumber}`,
    );
  }

  /** The counts in one line. */
  line(): string {
    return `${this.#cases} cases, ${this.#runs} runs, ${this.#kills} kills`;
  }

  /** Everything there is to say, and how to see it again. */
  report(): string {
    const row = (name: string, ...cells: string[]): string =>
      name.padEnd(20) + cells.map((cell) => cell.padStart(12)).join('');
    const rows = [...this.#streams].map(([name, { records, duplicates, lost }]) =>
      row(name, ...[records, duplicates, lost].map((count) => count.toLocaleString('en'))),
    );
    const verdict = this.isClean ? 'nothing was lost, every promise was kept' : 'promises were broken';
    return [
      row('stream', 'records', 'duplicates', 'lost'),
      ...rows.toSorted(),
      '',
      `Seed ${this.#seed}: ${this.line()}; ${verdict}.`,
      ...this.#problems,
      '',
    ].join('\n');
  }
}
