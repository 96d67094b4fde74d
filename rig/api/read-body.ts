import type { z } from '@hono/zod-openapi';
import { CallError } from './problem.ts';

/** Octets of a JSON body; the longest is an order with 200 destinations. *Own design.* */
export const JSON_OCTETS_LIMIT = 128 * 1024;

/** The body as a whole. Throws CallError 413 as soon as it is known to be longer. */
export async function readOctets(request: Request, limit: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get('Content-Length') ?? 0);
  if (declared > limit) throw tooLarge(limit);
  if (request.body === null) return new Uint8Array(0);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request.body) {
    length += piece.length;
    if (length > limit) throw tooLarge(limit);
    pieces.push(piece);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A JSON body of so many octets at most, by its schema. Throws CallError 413, 415 or 400 with one sentence that names every place. */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  limit: number = JSON_OCTETS_LIMIT,
): Promise<z.output<Schema>> {
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new CallError(415, `The body is ${type ?? 'of no type'}; expected application/json.`);
  }
  const octets = await readOctets(request, limit);
  return checked(schema, parsed(octets), 'the body');
}

/** Throws CallError 400. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const places = result.error.issues.map(({ path, message }) => `${[what, ...path.map(String)].join('.')}: ${message}`);
  throw new CallError(400, `${places.join('; ')}.`);
}

function parsed(octets: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets));
  } catch {
    throw new CallError(400, 'The body is no JSON in UTF-8.');
  }
}

function tooLarge(limit: number): CallError {
  return new CallError(413, `The body is too long; expected at most ${limit} octets.`);
}
