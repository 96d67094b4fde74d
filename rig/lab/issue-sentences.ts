import { z } from 'zod';
import { labDescriptionSchema } from './lab-description.ts';
import type { LabFault } from './lab-faults.ts';
import { FAULTS_LIMIT } from './machine-faults.ts';
import { nearest } from './nearest-word.ts';

export interface IssueSentence extends LabFault {
  /** Whether the key or its value is at fault. */
  readonly at: 'key' | 'value';
}

/** Every key there is. */
const KNOWN = z.toJSONSchema(labDescriptionSchema, { io: 'input' });

/** Longest piece of a file that a sentence repeats, in characters; *own design*. */
const SHOWN_LENGTH = 60;

/**
 * What a schema's complaint comes to, in the words of a person with the file before them: one sentence each. `sourceOf` gives
 * a scalar as it is written.
 */
export function issueSentences(
  root: unknown,
  issue: z.core.$ZodIssue,
  sourceOf: (path: LabFault['path']) => string | undefined,
): IssueSentence[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, FAULTS_LIMIT + 1).map((key) => unknownKey(root, path, key));
  const value = valueAt(root, path);
  const place = path.length === 0 ? 'the file' : path.join('.');
  const expected = expectation(issue);
  if (value === undefined) return [{ path, at: 'key', sentence: `${place} is missing: ${expected}` }];
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  const source = scalar && expected === 'expected a text' ? sourceOf(path) : undefined;
  const hint = source === undefined ? '' : `, so write it in quotes: "${source}"`;
  return [{ path, at: 'value', sentence: `${place} is ${shown(value)}: ${expected}${hint}` }];
}

function unknownKey(root: unknown, path: LabFault['path'], key: string): IssueSentence {
  const place = path.length === 0 ? 'the file' : path.join('.');
  const known = keysAt(root, path);
  return {
    path: [...path, key],
    at: 'key',
    sentence: `${place} has the key ${shown(key)}, which is unknown: expected ${nearest(key, known)}`,
  };
}

function expectation(issue: z.core.$ZodIssue): string {
  const own = ownWords(issue.message);
  if (own !== undefined) return own;
  if (issue.code === 'invalid_type') return `expected ${TYPE_WORDS[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `expected ${oneOf(issue.values.map(String))}`;
  if (issue.code === 'too_small') return `expected ${issue.minimum} or more${entries(issue.origin)}`;
  if (issue.code === 'too_big') return `expected at most ${issue.maximum}${entries(issue.origin)}`;
  return 'expected what docs/rig-file.md tells';
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

/** The schema's own sentence, where it has one; zod's all begin with another word. */
function ownWords(message: string): string | undefined {
  return message.startsWith('expected ') ? message : undefined;
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? '') : `one of ${words.join(', ')}`;
}

function entries(origin: string): string {
  if (origin === 'array') return ' entries';
  return origin === 'string' ? ' characters' : '';
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'keys with values';
  if (value === null) return 'empty';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return 'something else';
  return JSON.stringify(value.length > SHOWN_LENGTH ? `${value.slice(0, SHOWN_LENGTH)}…` : value);
}

function valueAt(root: unknown, path: LabFault['path']): unknown {
  let current = root;
  for (const step of path) {
    const holder = typeof current === 'object' && current !== null ? current : undefined;
    current = holder === undefined ? undefined : Object.getOwnPropertyDescriptor(holder, step)?.value;
  }
  return current;
}

/** What the schema has at a path; of several records, the one of the value's type. */
function keysAt(root: unknown, path: LabFault['path']): readonly string[] {
  let at: z.core.JSONSchema.BaseSchema = KNOWN;
  for (const step of path) {
    const { items, properties } = at;
    const next = typeof step === 'number' ? items : properties?.[step];
    if (typeof next !== 'object' || Array.isArray(next)) return [];
    at = next;
  }
  const type = valueAt(root, [...path, 'type']);
  const branch = at.oneOf?.find((one) => constOf(one) === type);
  return Object.keys((branch ?? at).properties ?? {});
}

function constOf({ properties }: z.core.JSONSchema.BaseSchema): unknown {
  const type = properties?.['type'];
  return typeof type === 'object' ? type.const : undefined;
}
