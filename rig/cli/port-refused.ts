import { UsageError } from './usage-error.ts';

/** Why the host does not give a port, as one sentence about the option, or the part of a file, that asked for it; other errors as they are. */
export function portRefused(
  option: string,
  { address, port }: { readonly address: string; readonly port: number },
  refusal: unknown,
): unknown {
  const code = codeOf(refusal);
  if (code === undefined) return refusal;
  switch (code) {
    case 'EADDRINUSE':
      return new UsageError(`port ${port} of ${address} is in use by another program: choose another with ${option}`);
    case 'EACCES':
      return new UsageError(
        `port ${port} of ${address} needs a right that this process has not: choose one from 1024 with ${option}`,
      );
    default:
      return new UsageError(`${address}:${port} cannot be listened on (${code}): expected an address of this host`);
  }
}

function codeOf(refusal: unknown): string | undefined {
  if (typeof refusal !== 'object' || refusal === null || !('code' in refusal)) return undefined;
  return typeof refusal.code === 'string' ? refusal.code : undefined;
}
