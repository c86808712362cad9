import { type ConnectorTest, failures } from '../standard-test.ts';
import { schemaProblem } from '../validate.ts';
import { answersOf, describeEnd } from '../subject/answers-of.ts';

export const specAnswers: ConnectorTest = {
  name: 'spec-answers',
  group: 'spec',
  proves: 'spec gives exactly one SPEC, whose config schema is a valid JSON Schema of an object.',
  advice: 'Run "headwater spec" and look at what spec() of the source returns.',
  async run(connector) {
    const run = await connector.spec();
    const answers = answersOf(run, 'SPEC');
    const [answer] = answers;
    if (answer === undefined) return failures(`spec gave no SPEC: ${describeEnd(run)}`);
    const { connectionSpecification: schema } = answer.spec;
    const problem = schemaProblem(schema);
    return failures(
      ...(answers.length > 1 ? [`spec gave ${answers.length} SPECs`] : []),
      ...(run.exitCode === 0 ? [] : [`spec ended badly: ${describeEnd(run)}`]),
      ...(problem === undefined ? [] : [`connectionSpecification is no valid JSON Schema: ${problem}`]),
      ...(schema['type'] === 'object'
        ? []
        : [`connectionSpecification has the type ${JSON.stringify(schema['type'])}, which must be "object"`]),
    );
  },
};
