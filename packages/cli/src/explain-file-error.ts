import { CommandError } from './command-error.ts';

/** In the words of somebody who looks at folders and disks. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a file stands where a folder should be',
  EISDIR: 'a folder is there',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'the folder for it does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands where a folder should be',
  ENOTEMPTY: 'the folder is not empty',
  EPERM: 'the operation is not permitted',
  EROFS: 'the disk is read-only',
};

/** What the system may refuse anywhere, and is no fault of a program. */
const OF_THE_MACHINE: ReadonlySet<string> = new Set([
  'EACCES',
  'EDQUOT',
  'EMFILE',
  'ENFILE',
  'ENOSPC',
  'EPERM',
  'EROFS',
]);

/** Tells whether an error is one of rights or of room on this machine, which its own words explain. */
export function isOfTheMachine({ code }: NodeJS.ErrnoException): boolean {
  return OF_THE_MACHINE.has(code ?? '');
}

/**
 * Says of an error that the system gave while a file or folder was written what the user can change.
 *
 * @param path What should have been written. @default the path that the error names
 * @throws CommandError with the path and the reason; the error itself when it is not of the system.
 */
export function explainFileError(error: unknown, path?: string): never {
  const { code, syscall, path: ownPath, message } = error as NodeJS.ErrnoException;
  if (error instanceof CommandError || code === undefined || syscall === undefined) throw error;
  const place = path ?? ownPath ?? 'A file';
  throw new CommandError(`${place} cannot be written: ${REASONS[code] ?? message}`, { cause: error });
}
