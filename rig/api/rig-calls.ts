import { z } from '@hono/zod-openapi';
import { ORIGINAL_OCTETS_LIMIT } from '../../device-model/index.ts';
import { Refusal } from '../refusal.ts';
import type { ApiRig } from './api-rig.ts';
import { type Call, fileCall, jsonCall, rawCall } from './call.ts';
import type { DeskOriginal } from './desk.ts';
import type { EventStreams } from './event-streams.ts';
import { fileAnswer } from './file-answer.ts';
import { logLines, logSource } from './log-stream.ts';
import { CallError } from './problem.ts';
import { readOctets } from './read-body.ts';
import { rigState, rigTime } from './rig-state.ts';
import { advanceSchema, doneSchema } from './schemas-calls.ts';
import { eventSchema } from './schemas-drawer.ts';
import { paperSchema } from './schemas-machine.ts';
import { originalSchema, rigStateSchema, timeSchema } from './schemas-rig.ts';

/** Files on their way onto the desk at once: each may be as long as an original may be. *Own design.* */
export const UPLOADS_LIMIT = 2;
/** Lines of one answer; the next ones by another call. *Own design.* */
const LOG_LINES_LIMIT = 5_000;

const ID = { id: z.string().max(40) } as const;
const eventNumber = z.coerce.number().int().min(0);

/** The rig's surface, as far as no single machine is meant: state, event log, time, the desk. */
export function rigCalls(api: ApiRig, streams: EventStreams): readonly Call[] {
  const { desk, rig } = api;
  let uploads = 0;
  const upload = async (
    request: Request,
    lay: (octets: Uint8Array) => Promise<DeskOriginal>,
  ): Promise<DeskOriginal> => {
    if (uploads >= UPLOADS_LIMIT) {
      throw new CallError(503, `${UPLOADS_LIMIT} files are on their way: expected one of them to arrive first.`);
    }
    uploads += 1;
    try {
      return await lay(await readOctets(request, ORIGINAL_OCTETS_LIMIT));
    } finally {
      uploads -= 1;
    }
  };
  return [
    jsonCall({
      id: 'rig.state',
      method: 'get',
      path: '/api/rig',
      summary: 'The machines and the LAN between them.',
      answer: rigStateSchema,
      run: () => rigState(api),
    }),
    rawCall({
      id: 'rig.events',
      method: 'get',
      path: '/api/rig/events',
      summary:
        'The event log as it grows: server-sent events named log, their ids the line numbers; goes on after Last-Event-ID or ?after=.',
      query: { after: eventNumber.optional(), machine: z.string().max(31).optional() },
      media: 'text/event-stream',
      run: ({ query, request }) => {
        const last = request.headers.get('Last-Event-ID');
        const after = last !== null && /^\d{1,15}$/.test(last) ? Number(last) : (query.after ?? rig.log.count);
        return streams.answer(request, logSource(rig.log, after, query.machine));
      },
    }),
    jsonCall({
      id: 'rig.log',
      method: 'get',
      path: '/api/rig/log',
      summary: 'Lines of the event log, as many as are kept.',
      query: {
        after: eventNumber.default(0),
        limit: z.coerce.number().int().min(1).max(LOG_LINES_LIMIT).default(1_000),
        machine: z.string().max(31).optional(),
      },
      answer: z.strictObject({ events: z.array(eventSchema) }),
      run: ({ query }) => ({ events: logLines(rig.log, query.after, query.limit, query.machine) }),
    }),
    jsonCall({
      id: 'rig.time',
      method: 'get',
      path: '/api/rig/time',
      summary: 'What time it is in the rig, and how time passes there.',
      answer: timeSchema,
      run: () => rigTime(api),
    }),
    jsonCall({
      id: 'rig.advance',
      method: 'post',
      path: '/api/rig/time/advance',
      summary: 'Lets so much virtual time pass.',
      body: advanceSchema,
      answer: timeSchema,
      run: async ({ body }) => {
        if (rig.clock.kind === 'wall')
          throw new Refusal('time passes by itself here: only virtual time can be advanced');
        await rig.advance(body.ms);
        return rigTime(api);
      },
    }),
    jsonCall({
      id: 'rig.originals',
      method: 'get',
      path: '/api/rig/originals',
      summary: 'What lies on the desk, ready to be put into a feeder or onto a glass.',
      answer: z.strictObject({ originals: z.array(originalSchema) }),
      run: () => ({ originals: desk.originals.map(({ told }) => told) }),
    }),
    fileCall({
      id: 'rig.loadOriginal',
      method: 'post',
      path: '/api/rig/originals',
      summary: 'Lays a PNG, JPEG, WebP, TIFF, SVG or PDF file on the desk: the body is the file.',
      query: { label: z.string().min(1).max(120).default('original'), paper: paperSchema.optional() },
      answer: originalSchema,
      run: async ({ query, request }) =>
        (await upload(request, (octets) => desk.lay(query.label, octets, query.paper))).told,
    }),
    rawCall({
      id: 'rig.original',
      method: 'get',
      path: '/api/rig/originals/{id}',
      summary: 'The file that an original on the desk was made from.',
      params: ID,
      media: 'application/octet-stream',
      run: ({ params }) => fileAnswer('application/octet-stream', desk.find(params.id).file.octets, params.id),
    }),
    jsonCall({
      id: 'rig.removeOriginal',
      method: 'delete',
      path: '/api/rig/originals/{id}',
      summary: 'Takes an original off the desk; sheets of it in a feeder stay there.',
      params: ID,
      answer: doneSchema,
      run: ({ params }) => {
        desk.remove(params.id);
        return { event: rig.log.count };
      },
    }),
  ];
}
