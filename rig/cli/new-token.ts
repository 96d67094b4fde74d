import { randomBytes } from 'node:crypto';

/** 192 bits of chance. */
const TOKEN_OCTETS = 24;

/** A token that nobody guesses. */
export function newToken(): string {
  return randomBytes(TOKEN_OCTETS).toString('base64url');
}
