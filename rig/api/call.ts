import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Machine } from '../machine.ts';
import { checked, readJson } from './read-body.ts';
import { problemSchema } from './schemas-calls.ts';

/** What a machine can be made to do: its methods by name. */
export type MachineMethod = {
  [Key in keyof Machine]: Machine[Key] extends (...given: never[]) => unknown ? Key : never;
}[keyof Machine];

interface CallFacts {
  /** Surface and name: `panel.press`. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With `{parameters}`. */
  readonly path: string;
  readonly summary: string;
  /** The one method of a machine that it stands for. */
  readonly does?: MachineMethod;
}

/** One call of the API, ready to be mounted and described. */
export interface Call extends CallFacts {
  /** Of the JSON it answers; a text or a file otherwise. */
  readonly answer: z.ZodType;
  readonly mount: (app: OpenAPIHono) => void;
}

type Shape = Readonly<Record<string, z.ZodType>>;
type Output<Of extends Shape> = { readonly [Key in keyof Of]: z.output<Of[Key]> };
type Nothing = Readonly<Record<never, z.ZodType>>;

interface CallInput<Params extends Shape, Query extends Shape, Body> {
  readonly params: Output<Params>;
  readonly query: Output<Query>;
  readonly body: Body;
  readonly request: Request;
}

interface CallShape<Params extends Shape, Query extends Shape> extends CallFacts {
  readonly params?: Params;
  readonly query?: Query;
}

type Found = Readonly<Record<'params' | 'query', Readonly<Record<string, string>>>>;

/** A call that answers JSON. */
export function jsonCall<
  Answer extends z.ZodType,
  Params extends Shape = Nothing,
  Query extends Shape = Nothing,
  Body extends z.ZodType = z.ZodUndefined,
>(
  spec: CallShape<Params, Query> & {
    readonly body?: Body;
    /** Octets of the body, where it may be longer than most. */
    readonly bodyLimit?: number;
    readonly answer: Answer;
    readonly run: (input: CallInput<Params, Query, z.output<Body>>) => z.input<Answer> | Promise<z.input<Answer>>;
  },
): Call {
  const inputOf = reader(spec);
  const described = { media: 'application/json', schema: spec.answer, body: jsonBody(spec.body) };
  return mounted(spec, described, async (request, found) => {
    // Without a schema there is no body, and its type is undefined.
    const body = (spec.body && (await readJson(request, spec.body, spec.bodyLimit))) as z.output<Body>;
    return Response.json(await spec.run({ ...inputOf(found), body, request }));
  });
}

/** A call that answers octets of one media type. */
export function rawCall<Params extends Shape = Nothing, Query extends Shape = Nothing>(
  spec: CallShape<Params, Query> & {
    readonly media: string;
    readonly run: (input: CallInput<Params, Query, undefined>) => Response | Promise<Response>;
  },
): Call {
  const inputOf = reader(spec);
  const schema = spec.media.startsWith('text/') ? z.string() : FILE;
  return mounted(spec, { media: spec.media, schema, body: undefined }, async (request, found) =>
    spec.run({ ...inputOf(found), body: undefined, request }),
  );
}

/** A call whose body is a file as it is; answers JSON. */
export function fileCall<Answer extends z.ZodType, Query extends Shape>(
  spec: CallShape<Nothing, Query> & {
    readonly answer: Answer;
    readonly run: (input: CallInput<Nothing, Query, undefined>) => Promise<z.input<Answer>>;
  },
): Call {
  const inputOf = reader(spec);
  const body = { required: true, content: { 'application/octet-stream': { schema: FILE } } };
  return mounted(spec, { media: 'application/json', schema: spec.answer, body }, async (request, found) =>
    Response.json(await spec.run({ ...inputOf(found), body: undefined, request })),
  );
}

const FILE = z.string().openapi({ type: 'string', format: 'binary' });

interface Described {
  readonly media: string;
  readonly schema: z.ZodType;
  readonly body: { readonly required: boolean; readonly content: Record<string, { schema: z.ZodType }> } | undefined;
}

function jsonBody(schema: z.ZodType | undefined): Described['body'] {
  return schema && { required: true, content: { 'application/json': { schema } } };
}

function mounted(
  spec: CallShape<Shape, Shape>,
  { media, schema, body }: Described,
  answer: (request: Request, found: Found) => Promise<Response>,
): Call {
  const { id, method, path, summary, does, params = {}, query = {} } = spec;
  return {
    id,
    method,
    path,
    summary,
    ...(does === undefined ? {} : { does }),
    answer: schema,
    mount: (app) => {
      app.openAPIRegistry.registerPath({
        method,
        path,
        operationId: id,
        summary,
        tags: [id.split('.')[0] ?? id],
        request: { params: z.object(params), query: z.object(query), ...(body === undefined ? {} : { body }) },
        responses: {
          200: { description: summary, content: { [media]: { schema } } },
          default: {
            description: 'What could not be done, as one sentence (RFC 9457).',
            content: { 'application/problem+json': { schema: problemSchema } },
          },
        },
      });
      app.on(method.toUpperCase(), honoPath(path), (c) =>
        answer(c.req.raw, { params: c.req.param(), query: c.req.query() }),
      );
    },
  };
}

/** What checks path and query of a call; throws CallError 400. */
function reader<Params extends Shape, Query extends Shape>({ params, query }: CallShape<Params, Query>) {
  const pathShape = z.strictObject(params ?? {});
  const queryShape = z.strictObject(query ?? {});
  return (found: Found): { readonly params: Output<Params>; readonly query: Output<Query> } => {
    const named = Object.entries(found.params).map(([name, value]) => [name, value.replace(SUFFIX, '')]);
    // What a strict object of the shape has let through has the shape.
    return {
      params: checked(pathShape, Object.fromEntries(named), 'the path') as Output<Params>,
      query: checked(queryShape, found.query, 'the query') as Output<Query>,
    };
  };
}

/** A parameter may be all of a file's name but this. */
const SUFFIX = /\.png$/;

/** `{n}.png` as hono's router wants it. */
function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}\.png/g, ':$1{[^/]+\\.png}').replaceAll(/\{(\w+)\}/g, ':$1');
}
