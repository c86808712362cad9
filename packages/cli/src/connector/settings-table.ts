import type { JsonSchema } from '@headwater/cdk/protocol';
import { fitLines } from '../terminal/show.ts';
import { table } from '../terminal/table.ts';

/** The settings of a spec, a row each; those inside objects and choices are named by their path. */
export function settingsTable(schema: JsonSchema, width: number): string {
  const rows = settingsOf(schema, '');
  if (rows.length === 0) return 'The connector needs no settings.';
  const columns = [{ title: 'setting' }, { title: 'type' }, { title: 'needed' }, { title: 'what it is' }];
  return fitLines(table(columns, rows), width);
}

interface Setting {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly airbyte_secret?: boolean;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Setting>>;
  readonly oneOf?: readonly Setting[];
}

function settingsOf({ properties = {}, required = [], oneOf = [] }: Setting, prefix: string): string[][] {
  const rows = Object.entries(properties).flatMap(([name, setting]) => {
    const path = `${prefix}${name}`;
    const type = [setting.type ?? []].flat().filter((one) => one !== 'null');
    const shown = setting.const === undefined ? type.join(' or ') : JSON.stringify(setting.const);
    const value = setting.default === undefined ? '' : `${JSON.stringify(setting.default)} if absent`;
    const isNeeded = required.includes(name) ? 'yes' : value;
    const kind = setting.airbyte_secret === true ? `${shown}, secret` : shown;
    return [[path, kind, isNeeded, setting.description ?? setting.title ?? ''], ...settingsOf(setting, `${path}.`)];
  });
  return [...rows, ...oneOf.flatMap((option) => settingsOf(option, prefix))];
}
