import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../command.ts';
import type { NewArguments } from '../commands/new.ts';
import { EXTRA_STREAMS, type ProjectChoices } from './choices.ts';
import { packageManagerOf } from './package-manager.ts';

/**
 * What a new project is called and is to have: what the arguments say, else defaults. On a terminal, without any flag, a person is
 * asked.
 *
 * @throws CommandError when there is no name, and nobody to ask.
 */
export async function choose(
  args: NewArguments,
  { terminal, env }: Pick<CommandContext, 'terminal' | 'env'>,
): Promise<{ readonly name: string; readonly choices: ProjectChoices }> {
  const { name, auth, paging, packageManager = packageManagerOf(env) } = args;
  const streams = EXTRA_STREAMS.filter((stream) => args[stream] === true);
  const hasFlags = [auth, paging, args.packageManager, ...EXTRA_STREAMS.map((stream) => args[stream])].some(
    (flag) => flag !== undefined,
  );
  if (terminal.isInteractive && !hasFlags && !args.yes) {
    const { askChoices } = await import('./ask-choices.ts');
    return askChoices({ name, packageManager });
  }
  if (name === undefined) {
    throw new CommandError('Name the connector: headwater new source-billing', { exitCode: 2 });
  }
  return { name, choices: { auth: auth ?? 'bearer', paging: paging ?? 'token', streams, packageManager } };
}
