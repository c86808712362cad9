import { relative, resolve } from 'node:path';
import type { CommandContext, ExitCode } from '../command.ts';
import type { InferArguments } from '../commands/infer.ts';
import { useConnector } from '../connector/open-connector.ts';
import { findProject } from '../project/connector-project.ts';
import { brokenRules } from '../schemas/broken-rules.ts';
import { mapPaths } from '../schemas/map-paths.ts';
import { type MergedSchema, mergeSchema } from '../schemas/merge-schema.ts';
import { suggestedEnums } from '../schemas/suggested-enums.ts';
import { suggestedMaps } from '../schemas/suggested-maps.ts';
import { profileOf } from '../schemas/value-profile.ts';
import { type Evidence, type KnownKeys, evidenceInFiles, evidenceInOpenApi, evidenceOfConnector } from './evidence.ts';
import { isStub, newSchema } from './new-schema.ts';
import { showJson } from '../terminal/show-json.ts';
import { SchemaFile } from './schema-file.ts';
import { type Inference, showInference } from './show-inference.ts';

/** The `infer` command. */
export async function runInfer(args: InferArguments, context: CommandContext): Promise<ExitCode> {
  const project = await findProject(resolve(context.cwd, args.project ?? '.'));
  const file = await SchemaFile.open(project, args.stream);
  if (args.fromOpenapi !== undefined) {
    return inferFrom(await evidenceInOpenApi(args.fromOpenapi, args, context), file, args, context);
  }
  if (args.from.length > 0) return inferFrom(await evidenceInFiles(args, context), file, args, context);
  return useConnector(args, context, async (connector) =>
    inferFrom(await evidenceOfConnector(connector, args, context.terminal, file.path), file, args, context),
  );
}

async function inferFrom(
  evidence: Evidence,
  file: SchemaFile,
  { stream, narrow, enums, write }: InferArguments,
  { terminal, cwd }: CommandContext,
): Promise<ExitCode> {
  const { label, found, fields, records, leftOff } = evidence;
  const isNew = file.schema === undefined || isStub(file.schema);
  const mergeWith = (required: readonly string[], withEnums = enums): MergedSchema => {
    const before = isNew ? { ...newSchema(stream, found, required), ...file.schema } : (file.schema ?? {});
    return mergeSchema(before, found, { narrow, enums: withEnums, required });
  };
  let known: KnownKeys = { keys: evidence.keys };
  if (write) {
    await file.write(mergeWith(known.keys).schema);
    known = await evidence.keysOnceWritten();
  }
  const { schema, changes } = mergeWith(known.keys);
  if (write) await file.write(schema);

  const maps = mapPaths(schema);
  const diff = await file.diff(schema, cwd);
  const inference: Inference = {
    stream,
    label,
    records: records.length,
    // The keys of a map are data.
    fields: fields.filter(({ field }) => !maps.some((map) => field.startsWith(`${map}.`))),
    leftOff,
    changes,
    enums: suggestedEnums(found),
    hasMoreEnums: showJson(mergeWith(known.keys, true).schema) !== showJson(schema),
    unknownKeys: isNew ? known.problem : undefined,
    maps: suggestedMaps(profileOf(records), schema),
    brokenRules: brokenRules(schema, records, `The schema in ${file.path}`),
    diff,
    file: relative(cwd, file.path),
    isNew,
    isWritten: write && diff !== '',
  };
  terminal.print(showInference(inference, terminal.columns));
  terminal.result({
    command: 'infer',
    ok: true,
    ...inference,
    enums: Object.fromEntries(inference.enums),
    file: file.path,
    schema,
  });
  return 0;
}
