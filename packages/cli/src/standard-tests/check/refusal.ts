import type { ReadRun } from '@headwater/kill-anywhere';
import { answersOf, describeEnd, errorsOf } from '../subject/answers-of.ts';

/** Says what is wrong with how a check refused a config: by one FAILED with a message, or by one error with a message. */
export function refusalProblems(run: ReadRun, config: string): string[] {
  const answers = answersOf(run, 'CONNECTION_STATUS');
  const errors = errorsOf(run);
  const [answer] = answers;
  if (answer?.connectionStatus.status === 'SUCCEEDED') return [`check says SUCCEEDED with ${config}`];
  if (answer === undefined && errors.length === 0) {
    return [`check gave neither a CONNECTION_STATUS nor an error with ${config}: ${describeEnd(run)}`];
  }
  const count = answers.length + errors.length;
  const says = answer === undefined ? errors[0]?.message : answer.connectionStatus.message;
  return [
    ...(count > 1 ? [`check gave ${count} answers with ${config}, which must be one`] : []),
    ...((says ?? '').trim() === '' ? [`check says FAILED with ${config}, and does not say why`] : []),
  ];
}
