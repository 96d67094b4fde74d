import type { Failure } from '../xmt/failure.ts';

/**
 * How a notification leaves the machine: one attempt, with the null reverse-path (RFC 8098 3), so that no answer to an
 * answer can come. Resolves with `undefined` once somebody has taken the message over.
 */
export interface NotificationMailer {
  submit(message: Uint8Array, to: string): Promise<Failure | undefined>;
  /** Ends an attempt under way; it then never resolves. */
  stop(): void;
}
