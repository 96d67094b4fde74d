import { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiRig } from './api-rig.ts';
import type { Call } from './call.ts';
import { drawerCalls } from './drawer-calls.ts';
import { EventStreams } from './event-streams.ts';
import { faxCalls } from './fax-calls.ts';
import { type GuardOptions, guard } from './guard.ts';
import { machineCalls } from './machine-calls.ts';
import { callsPage, noPanelPage, PAGE_STYLE, pageFile } from './pages.ts';
import { panelCalls } from './panel-calls.ts';
import type { PanelFile, PanelFiles } from './panel-files.ts';
import { answerFor, problemAnswer } from './problem.ts';
import { recordCalls } from './record-calls.ts';
import { rigCalls } from './rig-calls.ts';
import { settingsCalls } from './settings-calls.ts';
import { Waits } from './wait.ts';

export interface AppOptions extends GuardOptions {
  /** The built panel; empty: a page that says so. */
  readonly panel: PanelFiles;
  readonly version: string;
  /** Told of faults of the program that a call ran into. */
  readonly onFault?: (error: unknown) => void;
}

export interface ApiApp {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly calls: readonly Call[];
  /** Event streams that are open. */
  readonly streams: number;
  /** Calls that wait for a fact. */
  readonly waiting: number;
  /** Ends the event streams; nothing else is open. */
  readonly close: () => void;
}

/** Everything that is answered over HTTP: the two surfaces of the API, its description, the panel's files. */
export function apiApp(api: ApiRig, options: AppOptions): ApiApp {
  const { panel, version, onFault } = options;
  const app = new OpenAPIHono();
  const streams = new EventStreams(api.rig.clock);
  const waits = new Waits(api);
  const calls = [
    ...panelCalls(api, streams),
    ...rigCalls(api, streams),
    ...machineCalls(api, waits),
    ...recordCalls(api),
    ...settingsCalls(api),
    ...drawerCalls(api),
    ...faxCalls(api),
  ];
  app.use('*', guard(options));
  for (const call of calls) call.mount(app);
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  const description = JSON.stringify(
    app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'dpsim', version, description: 'Virtual DP-series machines: panels and rig.' },
      tags: [
        { name: 'panel', description: 'What a person at the machine can do.' },
        { name: 'rig', description: 'What only the rig can do.' },
      ],
      ...(options.token === undefined ? {} : { security: [{ token: [] }] }),
    }),
  );
  app.get('/openapi.json', () => new Response(description, { headers: { 'Content-Type': 'application/json' } }));
  app.get('/readyz', () => readiness(api));
  const names = api.rig.machines.map(({ name }) => name);
  const front = panel.get('/') ?? pageFile(noPanelPage(names));
  const files = new Map<string, PanelFile>([
    ...panel,
    ['/', front],
    // The page finds its machine by its own URL.
    ...names.map((name) => [`/machines/${name}`, front] as const),
    ['/api', pageFile(callsPage(calls))],
    ['/api/page.css', { media: 'text/css; charset=utf-8', octets: new TextEncoder().encode(PAGE_STYLE) }],
  ]);
  app.get('*', (c) => {
    const file = files.get(c.req.path);
    return file === undefined ? nothingHere() : shown(file);
  });
  app.notFound(() => nothingHere());
  app.onError((error) => {
    const answer = answerFor(error);
    if (answer.status === 500) onFault?.(error);
    return answer;
  });
  return {
    fetch: (request) => app.fetch(request),
    calls,
    get streams() {
      return streams.open;
    },
    get waiting() {
      return waits.waiting;
    },
    close: () => streams.close(),
  };
}

/** The rig was switched on, and every machine that has power has ended its self-test. */
function readiness({ rig, started }: ApiRig): Response {
  const waiting = rig.machines.filter(({ board, ready }) => !ready && (board.powered || !started));
  const busy = waiting.map(({ name }) => name);
  if (busy.length === 0) return Response.json({ ready: true });
  return problemAnswer(503, `The self-test of ${busy.slice(0, 20).join(', ')} is not over.`, { 'Retry-After': '1' });
}

function shown({ media, octets }: PanelFile): Response {
  return new Response(octets, { headers: { 'Content-Type': media, 'Cache-Control': 'no-cache' } });
}

function nothingHere(): Response {
  return problemAnswer(404, 'There is nothing here; /api tells all calls.');
}
