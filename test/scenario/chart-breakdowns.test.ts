import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, createActor, fromCallback, fromPromise } from 'xstate';
import { deliveryChart, jobChart, receiveChart } from '../../firmware/index.ts';
import { arrowNames } from '../support/chart-paths.ts';

/**
 * Transitions that only a broken actor takes: on a machine every actor turns what goes wrong into a result, so these are
 * driven with actors that break down in the place of the machine's own.
 */
const FAILURE = { infoCode: '999', sentence: 'Told by the test.', retryable: false };

/** What the actors answer on the way to the one that breaks down. */
const ANSWERS: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  job: {
    preflight: [{ ok: true }],
    scan: [{ kind: 'page' }, { kind: 'feeder-empty' }],
    store: [{ kind: 'stored' }],
    commit: [undefined],
    keep: [undefined],
    release: [undefined],
  },
  delivery: {
    preflight: [{ ok: true }],
    resolve: [{ ok: true, addresses: ['10.20.30.5'], via: 'told by the test' }],
    negotiate: [{ ok: true, format: {}, why: 'told by the test' }],
    code: [undefined],
    record: [{ waitMs: 0 }],
  },
  reception: {
    read: [{ ok: true, pages: 1 }],
    print: [{ ok: true }],
    untilPrintable: [undefined],
    discard: [undefined],
    finish: [undefined],
    keep: [undefined],
  },
};

/** What has to happen besides, by the state in which it is due. */
const EVENTS: Readonly<Record<string, readonly { readonly type: string; readonly [key: string]: unknown }[]>> = {
  waiting: [{ type: 'line.granted' }],
  connecting: [{ type: 'connection.opened' }],
  greeting: [{ type: 'greeting.received' }],
  hello: [{ type: 'ehlo.answered' }],
  originating: [{ type: 'originator.accepted' }],
  addressing: [{ type: 'capability.received', capability: { kind: 'not-offered', sentence: '' } }],
  requesting: [{ type: 'data.invited' }],
  sending: [{ type: 'body.sent' }],
  confirming: [{ type: 'delivery.confirmed' }],
};

interface Drive {
  /** The state of the chart in which its actor breaks down. */
  readonly breaksIn: string;
  readonly answers?: Readonly<Record<string, readonly unknown[]>>;
  /** Sent once the state is entered, before anything in `EVENTS`. */
  readonly say?: Readonly<Record<string, { readonly type: string; readonly [key: string]: unknown }>>;
  readonly input?: object;
}

const JOB_INPUT = {
  fileNumber: 1,
  resumed: undefined,
  pagesStored: 0,
  failure: undefined,
  source: 'feeder',
  nextOriginalWaitMs: 0,
  memoryFullWaitMs: 0,
  whenMemoryFull: 'Send Stored',
  saveIncomplete: true,
};
const DELIVERY_INPUT = {
  fileNumber: 1,
  destination: 0,
  forwardPath: 'june@ifax2.panasonic.example',
  attempts: 0,
  redialCount: 0,
  waitMs: 0,
};
const INPUTS: Readonly<Record<string, object>> = {
  job: JOB_INPUT,
  delivery: DELIVERY_INPUT,
  reception: { fileNumber: 1 },
};

const ended = (result: object) => ({ type: 'deliveries.ended', result });
const PAPER_OUT = { print: [{ ok: false, waits: true, failure: FAILURE }] };
const REFUSED = { preflight: [{ ok: false, failure: FAILURE }] };

/** How each of them is reached. */
const DRIVES: Readonly<Record<string, Drive>> = {
  'job: preflight -> refusing : preflight broke down': { breaksIn: 'preflight' },
  'job: scanning -> interrupted : scan broke down': { breaksIn: 'scanning', input: { pagesStored: 1 } },
  'job: storing -> interrupted : store broke down': { breaksIn: 'storing', input: { pagesStored: 1 } },
  'job: committing -> refusing : commit broke down': { breaksIn: 'committing' },
  'job: keeping -> incomplete : keep broke down': {
    breaksIn: 'keeping',
    say: { running: ended({ kind: 'incomplete', failure: FAILURE }) },
  },
  'job: releasing -> delivered : release broke down': {
    breaksIn: 'releasing',
    say: { running: ended({ kind: 'delivered' }) },
  },
  'job: refusing -> refused : release broke down': { breaksIn: 'refusing', answers: REFUSED },
  'job: cancelling -> cancelled : release broke down': {
    breaksIn: 'cancelling',
    say: { running: ended({ kind: 'cancelled' }) },
  },
  'job: discarding -> discarded : release broke down': {
    breaksIn: 'discarding',
    input: { saveIncomplete: false },
    say: { running: ended({ kind: 'incomplete', failure: FAILURE }) },
  },
  'delivery: calling.preflight -> calling.failing : preflight broke down': { breaksIn: 'preflight' },
  'delivery: calling.resolving -> calling.failing : resolve broke down': { breaksIn: 'resolving' },
  'delivery: calling.onLine.negotiating -> calling.failing : negotiate broke down': { breaksIn: 'negotiating' },
  'delivery: calling.onLine.coding -> calling.failing : code broke down': { breaksIn: 'coding' },
  'delivery: calling.recording -> delivered : record broke down': { breaksIn: 'recording' },
  'delivery: calling.failing -> incomplete : record broke down': { breaksIn: 'failing', answers: REFUSED },
  'delivery: cancelling -> cancelled : record broke down': {
    breaksIn: 'cancelling',
    say: { connecting: { type: 'xmt.cancel' } },
  },
  'reception: reading -> keeping : read broke down': { breaksIn: 'reading' },
  'reception: printing -> keeping : print broke down': { breaksIn: 'printing' },
  'reception: waiting -> keeping : untilPrintable broke down': { breaksIn: 'waiting', answers: PAPER_OUT },
  'reception: discarding -> discarded : discard broke down': {
    breaksIn: 'discarding',
    answers: { ...PAPER_OUT, untilPrintable: [new Promise(() => undefined)] },
    say: { waiting: { type: 'rcv.discard' } },
  },
  'reception: finishing -> printed : finish broke down': { breaksIn: 'finishing' },
  'reception: keeping -> kept : keep broke down': {
    breaksIn: 'keeping',
    answers: { read: [{ ok: false, failure: FAILURE }] },
  },
};

const CHARTS: readonly AnyStateMachine[] = [jobChart, deliveryChart, receiveChart];

function innermost(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? innermost(Object.values(value)[0]) : '';
}

/** Runs a chart whose actors answer as told, but for the one that works in `breaksIn`; returns the states seen. */
async function drive(
  chart: AnyStateMachine,
  { breaksIn, answers = {}, say = {}, input = {} }: Drive,
): Promise<string[]> {
  const seen: string[] = [];
  const queues = new Map(Object.entries({ ...ANSWERS[chart.id], ...answers }).map(([name, told]) => [name, [...told]]));
  const promised = Object.fromEntries(
    [...queues].map(([name, told]) => [
      name,
      fromPromise(async () => {
        // An actor starts before the chart tells of its state.
        await Promise.resolve();
        if (seen.at(-1) === breaksIn) throw new Error('the test broke it');
        return told.length > 1 ? told.shift() : told[0];
      }),
    ]),
  );
  const silent = fromCallback(() => undefined);
  const actors = { ...promised, line: silent, session: silent, deliver: silent };
  const actor = createActor(chart.provide({ actors } as never), { input: { ...INPUTS[chart.id], ...input } });
  const finished = new Promise<void>((resolve) => {
    actor.subscribe({
      next: ({ value, status }) => {
        const state = innermost(value);
        if (state === seen.at(-1)) return;
        seen.push(state);
        const due = say[state] === undefined ? EVENTS[state] : [say[state]];
        for (const event of due ?? []) queueMicrotask(() => actor.send(event));
        if (status === 'done' || state === 'incomplete' || state === 'interrupted') resolve();
      },
    });
  });
  actor.start();
  await finished;
  actor.stop();
  return seen;
}

describe('a broken actor leads where the chart says', () => {
  test.each(Object.entries(DRIVES))('%s', async (name, told) => {
    const [chartId = '', arrow = ''] = name.split(/: (.*)/s);
    const chart = CHARTS.find(({ id }) => id === chartId);
    if (chart === undefined) throw new Error(`there is no chart ${chartId}`);
    const [, to = ''] = /-> (\S+) :/.exec(arrow) ?? [];
    const seen = await drive(chart, told);
    expect(seen.slice(seen.indexOf(told.breaksIn), seen.indexOf(told.breaksIn) + 2)).toEqual([
      told.breaksIn,
      to.slice(to.lastIndexOf('.') + 1),
    ]);
  });

  test('none is left out', () => {
    const all = CHARTS.flatMap((chart) => arrowNames(chart).map((name) => `${chart.id}: ${name}`));
    expect(Object.keys(DRIVES).sort()).toEqual(all.filter((name) => name.endsWith('broke down')).sort());
  });
});
