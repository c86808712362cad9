import type { Logger } from '../logger.ts';
import { type JsonSchema, showValue } from '../protocol/json.ts';
import { asJson, compileSchema } from './json-schema-validator.ts';

/** Counts the records that break their schema; they are kept all the same. */
export interface RecordValidator {
  observe(record: object): void;
  /** Says in one WARN line a field what is wrong, how often, and in which record first. */
  report(logger: Logger): void;
}

/** @throws ConnectorError when the schema is no valid JSON Schema. */
export async function createRecordValidator(schema: JsonSchema, stream: string): Promise<RecordValidator> {
  const validate = await compileSchema(schema, `The schema of stream "${stream}"`);
  const problems = new Map<string, { count: number; readonly example: string }>();
  let position = 0;
  return {
    observe(record) {
      position++;
      // That is what goes out.
      if (validate(asJson(record))) return;
      for (const { instancePath, message, keyword, params, data } of validate.errors ?? []) {
        const missing = keyword === 'required' ? `/${params['missingProperty']}` : '';
        const field = `${instancePath}${missing}`
          .replace(/\/\d+(?=\/|$)/g, '/*')
          .slice(1)
          .replaceAll('/', '.');
        const wrong = `"${field}" ${missing === '' ? message : 'is missing'}`;
        const problem = problems.get(wrong);
        if (problem !== undefined) problem.count++;
        else
          problems.set(wrong, {
            count: 1,
            example: `record ${position}${missing === '' ? ` has ${showValue(data, 80)}` : ''}`,
          });
      }
    },
    report(logger) {
      for (const [wrong, { count, example }] of problems) {
        logger.warn(
          `Records of stream "${stream}" break their schema: ${wrong}, ${count === 1 ? 'once' : `${count} times`}, first: ${example}`,
        );
      }
    },
  };
}
