import type { Readable, Writable } from 'node:stream';
import { cancel, isCancel, multiselect, select, text } from '@clack/prompts';
import { CommandError } from '../command-error.ts';
import type { AuthKind, ExtraStream, PackageManager, PagingKind, ProjectChoices } from './choices.ts';
import { PACKAGE_MANAGERS } from './choices.ts';
import { parseProjectName } from './project-name.ts';

export interface Terminals {
  readonly input?: Readable;
  readonly output?: Writable;
}

const AUTH: readonly { value: AuthKind; label: string; hint?: string }[] = [
  { value: 'bearer', label: 'Bearer token', hint: 'Authorization: Bearer …' },
  { value: 'api-key', label: 'API key', hint: 'X-Api-Key: …' },
  { value: 'basic', label: 'User name and password' },
  { value: 'oauth2', label: 'OAuth 2', hint: 'with a refresh token' },
  { value: 'none', label: 'None: it is public' },
];

const PAGING: readonly { value: PagingKind; label: string; hint?: string }[] = [
  { value: 'token', label: 'Each page has a token for the next', hint: 'next_cursor' },
  { value: 'page', label: 'Page numbers', hint: 'page=2' },
  { value: 'offset', label: 'Records to skip', hint: 'offset=100' },
  { value: 'link', label: 'A Link header', hint: 'rel="next"' },
  { value: 'next-url', label: 'The URL of the next page in the body' },
  { value: 'none', label: 'It does not' },
];

const STREAMS: readonly { value: ExtraStream; label: string }[] = [
  { value: 'incremental', label: 'Incremental: only what changed' },
  { value: 'child', label: 'A list for every record of another' },
  { value: 'graphql', label: 'GraphQL' },
];

/**
 * Asks a person for what the arguments do not say. Enter takes the default.
 *
 * @throws CommandError when they change their mind.
 */
export async function askChoices(
  given: { readonly name: string | undefined; readonly packageManager: PackageManager },
  terminals: Terminals = {},
): Promise<{ readonly name: string; readonly choices: ProjectChoices }> {
  const name =
    given.name ??
    answered(
      await text({
        message: 'What is the connector called?',
        placeholder: 'source-example',
        validate: (value) => messageOf(() => parseProjectName(value ?? '')),
        ...terminals,
      }),
    );
  const auth = answered(await select({ message: 'How does the API know who asks?', options: [...AUTH], ...terminals }));
  const paging = answered(
    await select({ message: 'How does it split its lists?', options: [...PAGING], ...terminals }),
  );
  const streams = answered(
    await multiselect<ExtraStream>({
      message: 'Which streams to start with, besides a list that is read whole?',
      options: [...STREAMS],
      initialValues: ['incremental'],
      required: false,
      ...terminals,
    }),
  );
  const packageManager = answered(
    await select({
      message: 'Which package manager?',
      options: PACKAGE_MANAGERS.map((value) => ({ value, label: value })),
      initialValue: given.packageManager,
      ...terminals,
    }),
  );
  return { name, choices: { auth, paging, streams, packageManager } };

  function answered<TAnswer>(answer: TAnswer): Exclude<TAnswer, symbol> {
    if (!isCancel(answer)) return answer as Exclude<TAnswer, symbol>;
    cancel('Nothing was written.', terminals);
    throw new CommandError('No answer, no project.', { exitCode: 2 });
  }
}

function messageOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
