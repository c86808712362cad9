/** What someone typed cannot be used; the message is the sentence to show them. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
