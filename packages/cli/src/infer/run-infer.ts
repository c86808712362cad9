import { relative, resolve } from 'node:path';
import type { CommandContext, ExitCode } from '../command.ts';
import type { InferArguments } from '../commands/infer.ts';
import { findProject } from '../project/connector-project.ts';
import { brokenRules } from '../schemas/broken-rules.ts';
import { type MergedSchema, mergeSchema } from '../schemas/merge-schema.ts';
import { suggestedEnums } from '../schemas/suggested-enums.ts';
import { type Evidence, evidenceInFiles, evidenceInOpenApi, evidenceOfConnector } from './evidence.ts';
import { isStub, newSchema } from './new-schema.ts';
import { SchemaFile } from './schema-file.ts';
import { type Inference, showInference } from './show-inference.ts';

/** The `infer` command. */
export async function runInfer(args: InferArguments, context: CommandContext): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const { stream, narrow, enums, write } = args;
  const file = await SchemaFile.open(await findProject(resolve(cwd, args.project ?? '.')), stream);
  const evidence = await gather(args, context, file.path);
  const { label, found, fields, records, leftOff } = evidence;
  const isNew = file.schema === undefined || isStub(file.schema);
  const mergeWith = (required: readonly string[]): MergedSchema => {
    const before = isNew ? { ...newSchema(stream, found, required), ...file.schema } : (file.schema ?? {});
    return mergeSchema(before, found, { narrow, enums, required });
  };
  let { schema, changes } = mergeWith(evidence.keys);
  if (write) {
    await file.write(schema);
    ({ schema, changes } = mergeWith(await evidence.keysOnceWritten()));
    await file.write(schema);
  }

  const diff = await file.diff(schema, cwd);
  const inference: Inference = {
    stream,
    label,
    records: records.length,
    fields,
    leftOff,
    changes,
    enums: suggestedEnums(found),
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

function gather(args: InferArguments, context: CommandContext, schemaPath: string): Promise<Evidence> {
  if (args.fromOpenapi !== undefined) return evidenceInOpenApi(args.fromOpenapi, args, context);
  return args.from.length > 0 ? evidenceInFiles(args, context) : evidenceOfConnector(args, context, schemaPath);
}
