import type { BrokenRule } from '../schemas/broken-rules.ts';
import type { FieldCoverage } from '../schemas/field-coverage.ts';
import type { SchemaChange } from '../schemas/schema-change.ts';
import type { SuggestedMap } from '../schemas/suggested-maps.ts';
import { counted, showCount, truncate } from '../terminal/show.ts';
import { type Column, table } from '../terminal/table.ts';

/** What came of looking at records. */
export interface Inference {
  readonly stream: string;
  /** What was looked at, for people. */
  readonly label: string;
  /** How many were looked at. */
  readonly records: number;
  readonly fields: readonly FieldCoverage[];
  /** Paths at which a description of the API was left off. */
  readonly leftOff: readonly string[];
  readonly changes: readonly SchemaChange[];
  /** Texts that could be an enum, or are one, by field. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
  /** Why nothing of a new schema is required: the connector does not tell the key and cursor of the stream. */
  readonly unknownKeys: string | undefined;
  /** Whether `--enums` would change the schema. */
  readonly hasMoreEnums: boolean;
  /** Objects whose keys are data, as it seems. */
  readonly maps: readonly SuggestedMap[];
  readonly brokenRules: readonly BrokenRule[];
  /** What becomes of the schema's file, as `diff -u` shows it. Empty when that allows all there was. */
  readonly diff: string;
  /** The schema's file, as the user would name it. */
  readonly file: string;
  /** The file is not there yet, or says nothing yet. */
  readonly isNew: boolean;
  readonly isWritten: boolean;
}

const COLUMNS: readonly Column[] = [
  { title: 'field' },
  { title: 'seen', align: 'right' },
  { title: 'null', align: 'right' },
  { title: 'type' },
  { title: 'note' },
];
/** With more fields than that, those about which there is nothing to say are only counted. */
const MOST_ROWS = 40;
const MOST_CHOICES_SHOWN = 5;
const MOST_FIELDS_NAMED = 10;

/** What was inferred, for a person. */
export function showInference(inference: Inference, width: number): string {
  const { stream, label, diff, isNew } = inference;
  const parts = [`${stream}: ${label}`, fieldTable(inference, width)];
  // Of a new file the table says it all, in less space.
  if (diff !== '' && !isNew) parts.push(diff);
  parts.push([...hints(inference), lastLine(inference)].join('\n'));
  return parts.join('\n\n');
}

function fieldTable({ fields, changes, enums, isNew }: Inference, width: number): string {
  const rows = fields.map((field) => {
    const note = noteOf(field, isNew ? changes.filter(({ kind }) => kind !== 'added') : changes, enums);
    const isPlain = note === '' && field.seen === field.of;
    return {
      isPlain,
      cells: [field.field, share(field.seen, field.of), share(field.nulls, field.seen), typeOf(field), note],
    };
  });
  const shown = rows.length > MOST_ROWS ? rows.filter(({ isPlain }) => !isPlain) : rows;
  const lines = table(
    COLUMNS,
    shown.map(({ cells }) => cells),
  ).split('\n');
  if (shown.length < rows.length) {
    lines.push(`  and ${counted(rows.length - shown.length, 'field')} of which there is nothing more to say`);
  }
  return lines.map((line) => truncate(line, width)).join('\n');
}

function typeOf({ types, itemTypes, format, nulls }: FieldCoverage): string {
  if (types.length === 0) return 'anything';
  return types
    .filter((type) => type !== 'null' || types.length === 1 || nulls === 0)
    .map((type) => {
      if (type === 'array' && itemTypes.length > 0) return `array of ${itemTypes.join(' or ')}`;
      return type === 'string' && format !== undefined ? format : type;
    })
    .join(', ');
}

function noteOf(
  { field, bigIntegers }: FieldCoverage,
  changes: readonly SchemaChange[],
  enums: Inference['enums'],
): string {
  const notes = changes.flatMap((change) => (change.field === field ? [describeChange(change)] : []));
  const choices = enums.get(field) ?? enums.get(`${field}[]`);
  if (choices !== undefined) {
    const more = choices.length > MOST_CHOICES_SHOWN ? ', …' : '';
    notes.push(`only ${choices.slice(0, MOST_CHOICES_SHOWN).map(showText).join(', ')}${more}`);
  }
  if (bigIntegers > 0) notes.push('beyond 2^53');
  return notes.join('; ');
}

/** What would upset a terminal is shown as JSON has it. */
function showText(text: string): string {
  return /^[^\p{Cc}",]+$/u.test(text) ? text : JSON.stringify(text);
}

function describeChange({ kind, text, isWritten }: SchemaChange): string {
  if (kind === 'added') return 'new';
  if (kind === 'untyped') return 'left out: only null so far';
  return kind === 'narrower' && !isWritten ? `could be: ${text}` : text;
}

/** `100 %`, `61 %`, `3 of 5,000`; nothing for none. */
function share(part: number, whole: number): string {
  if (part === 0) return '';
  const percent = (part / whole) * 100;
  if (percent < 1) return `${showCount(part)} of ${showCount(whole)}`;
  // A field that one record of many lacks is not always there.
  return `${part === whole ? 100 : Math.min(99, Math.round(percent))} %`;
}

function hints({
  stream,
  changes,
  hasMoreEnums,
  unknownKeys,
  maps,
  brokenRules,
  records,
  leftOff,
}: Inference): string[] {
  const lines = brokenRules.map(({ field, text, count }) => {
    const of = `${showCount(count)} of ${counted(records, 'record')}`;
    return `${field === '' ? 'The record' : field} ${text}, says the schema: ${of} break that. Change it by hand.`;
  });
  if (unknownKeys !== undefined) {
    lines.push(
      `"required" is missing: what the key and the cursor of ${stream} are, the connector does not tell (${unknownKeys}). Add it by hand.`,
    );
  }
  if (leftOff.length > 0) lines.push(`Left off where the document holds itself, or is very deep: ${some(leftOff)}`);
  const unseen = changes.filter(({ kind }) => kind === 'unseen').map(({ field }) => field);
  if (unseen.length > 0) lines.push(`In the schema, but not found: ${some(unseen)}`);
  const narrower = changes.filter(({ kind, isWritten }) => kind === 'narrower' && !isWritten).length;
  if (narrower > 0) {
    lines.push(`The schema allows more than was found in ${counted(narrower, 'place')}; --narrow takes that from it.`);
  }
  for (const { field, keys, type } of maps) {
    lines.push(
      `${field} looks like a map: its ${showCount(keys)} keys differ from record to record. In place of its properties, write "additionalProperties": { "type": "${type}" }.`,
    );
  }
  if (hasMoreEnums) lines.push('Fields with few different texts become enums by --enums.');
  return lines;
}

function some(fields: readonly string[]): string {
  const more = fields.length > MOST_FIELDS_NAMED ? [`and ${showCount(fields.length - MOST_FIELDS_NAMED)} more`] : [];
  return [...fields.slice(0, MOST_FIELDS_NAMED), ...more].join(', ');
}

function lastLine({ diff, file, isNew, isWritten }: Inference): string {
  if (isWritten) return `${file} is written. "headwater types" makes its TypeScript.`;
  if (diff === '') return `${file} allows all of it.`;
  return `Nothing is written. --write ${isNew ? 'makes' : 'changes'} ${file}.`;
}
