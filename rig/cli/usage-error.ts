/** The command line, or a file named on it, cannot be used: one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
