import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiCaller } from '../../support/api-caller.ts';

interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: unknown }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, { schema: unknown }> };
  readonly responses: Record<string, { description: string; content: Record<string, { schema: unknown }> }>;
}

let caller: ApiCaller;
let document: Document;
beforeAll(async () => {
  caller = await ApiCaller.begin();
  document = await caller.json('GET', '/openapi.json');
});
afterAll(() => caller.close());

const operations = (): readonly (readonly [string, string, Operation])[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [path, method, operation] as const),
  );

/** Every `$ref` anywhere in it. */
function refs(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refs(inner),
  );
}

/** JSON Schema 2020-12, 10.2.1.3 and OpenAPI 3.1: types are names or lists of names; `nullable` is of 3.0. */
const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
function schemaFaults(value: unknown, place: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const faults: string[] = [];
  const { type } = value as { type?: unknown };
  if (!place.endsWith('.properties') && type !== undefined) {
    const names = Array.isArray(type) ? type : [type];
    for (const name of names) if (!TYPES.includes(String(name))) faults.push(`${place}: type ${String(name)}`);
  }
  if ('nullable' in value && !place.endsWith('.properties')) faults.push(`${place}: nullable`);
  return [...faults, ...Object.entries(value).flatMap(([key, inner]) => schemaFaults(inner, `${place}.${key}`))];
}

describe('the OpenAPI document', () => {
  test('is of version 3.1, with title and version (OpenAPI 3.1, 4.8.1 and 4.8.2)', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: 'dpsim', version: '0.0.0' });
  });

  test('describes every call once, and no other', () => {
    const described = operations().map(([path, method, { operationId }]) => `${operationId} ${method} ${path}`);
    const mounted = caller.app.calls.map(({ id, method, path }) => `${id} ${method} ${path}`);
    expect([...described].sort()).toEqual([...mounted].sort());
  });

  test('every $ref resolves', () => {
    const found = refs(document);
    expect(found.length).toBeGreaterThan(50);
    for (const ref of found) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(ref)?.[1];
      expect(document.components.schemas, ref).toHaveProperty(name ?? 'not a local schema');
    }
  });

  test('its schemas use types of JSON Schema and nothing that 3.1 dropped', () => {
    expect(schemaFaults(document.components.schemas, 'schemas')).toEqual([]);
    for (const [path, method, operation] of operations())
      expect(schemaFaults(operation, `${method} ${path}`)).toEqual([]);
  });

  test('every parameter of a path is declared there, required, and no other (4.8.12)', () => {
    for (const [path, method, { parameters = [] }] of operations()) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
      const declared = parameters.filter((one) => one.in === 'path');
      expect(declared.map(({ name }) => name).sort(), `${method} ${path}`).toEqual(named.sort());
      expect(declared.every(({ required }) => required === true)).toBe(true);
    }
  });

  test('every body is required, every answer has a description, and problems are told as such', () => {
    for (const [path, method, { requestBody, responses }] of operations()) {
      if (requestBody !== undefined) expect(requestBody.required, `${method} ${path}`).toBe(true);
      expect(responses['200']?.description, `${method} ${path}`).toMatch(/\S/);
      expect(responses['default']?.content).toHaveProperty(['application/problem+json']);
    }
  });

  test('every path answers what it declares, or a problem', async () => {
    for (const [path, method, { responses }] of operations()) {
      // Streams do not end and are shown elsewhere.
      const declared = Object.keys(responses['200']?.content ?? {});
      if (declared.includes('text/event-stream')) continue;
      const answer = await caller.send(method.toUpperCase(), pathFor(path));
      const type = answer.headers.get('Content-Type')?.split(';')[0] ?? '';
      expect(answer.status === 200 ? declared : ['application/problem+json'], `${method} ${path}`).toContain(type);
      expect([200, 400, 404, 409, 415, 422], `${method} ${path}`).toContain(answer.status);
    }
    expect(caller.faults).toEqual([]);
  });

  test('addresses carry the format ipv4, not zod’s own word', () => {
    expect(JSON.stringify(document)).toContain('"format":"ipv4"');
    expect(JSON.stringify(document)).not.toContain('"format":"ip"');
  });
});

describe('the readable page', () => {
  test('names every call and holds nothing that runs or is fetched from elsewhere', async () => {
    const page = await (await caller.fetch('/api')).text();
    for (const { method, path } of caller.app.calls) expect(page).toContain(`${method.toUpperCase()} ${path}`);
    expect(page).not.toMatch(/<script|style=|https?:|<style|onclick/);
    const style = await caller.fetch('/api/page.css');
    expect(style.headers.get('Content-Type')).toBe('text/css; charset=utf-8');
  });
});

function pathFor(path: string): string {
  const values: Record<string, string> = {
    machine: 'ifax1',
    cover: 'feeder',
    paper: 'A4',
    key: 'hostName',
    file: '1',
    number: '1',
  };
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'nothing');
}
