import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { blankRaster } from '../../device-model/page/bilevel-raster.ts';
import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { receiveChart } from '../../firmware/index.ts';
import type { ChartArrow } from '../../rig/export/chart-mermaid.ts';
import { type MessagePart, mailing, mailOf } from '../support/caller-script.ts';
import { arrowName, arrowNames, isBreakdown, shortestPaths } from '../support/chart-paths.ts';
import { Story } from '../support/scenario.ts';

let story: Story;
// The first test looks at the chart alone.
afterEach(() => story?.close());

const OVER: readonly string[] = ['printed', 'kept', 'discarded'];

/** A message of one page: it is on paper or it is not. */
interface Memory {
  readonly printed: boolean;
}

const PATHS = shortestPaths<Memory>(receiveChart, {
  start: { printed: false },
  endsWith: () => false,
  take: ({ printed }, { from, label }) => {
    if (from !== 'printing') return { printed };
    // The transition without an event comes before every other.
    if (label === '[allPrinted]') return printed ? { printed } : undefined;
    return printed ? undefined : { printed: label === 'print done [succeeded]' };
  },
});
const REPLAYED = [...PATHS].filter(([, path]) => !path.some(isBreakdown));

const fax = (file: string): MessagePart => ({
  type: 'image/tiff',
  octets: readFileSync(new URL(`../vectors/${file}`, import.meta.url)),
});
const TEXT: MessagePart = { type: 'text/plain', octets: Buffer.from('hello') };

function fillTray(): void {
  const { tray } = story.recipient.board;
  const page = { raster: blankRaster(8, 1), resolution: RESOLUTIONS['204x98'], paper: 'A4', label: 'full' } as const;
  while (!tray.full) tray.add(page, 0);
}

function partOf(names: readonly string[]): MessagePart {
  if (names.includes('reading -> keeping : read done')) return TEXT;
  // Where the path ends with a printed page, another one is to be printed: else the chart goes on at once.
  const another = names.at(-1) === 'printing -> printing : print done [succeeded]';
  return fax(another ? 'tiff-s-2page.tif' : 'tiff-s-1page.tif');
}

/** `printing` is entered once for every page and once more, to be left at once, when all are printed. */
function statesOf(path: readonly ChartArrow[]): readonly string[] {
  return withoutRepeats(['reading', ...path.map(({ to }) => to)]);
}

function entered(): readonly string[] {
  const states = story.events('ifax2', 'reception.entered').map(({ data }) => data['state']);
  return withoutRepeats(states.filter((state) => typeof state === 'string'));
}

function withoutRepeats(states: readonly string[]): readonly string[] {
  return states.filter((state, index) => state !== states[index - 1]);
}

test('every transition of the reception chart has a path; all but those of broken actors are replayed', () => {
  expect([...PATHS.keys()].sort()).toEqual([...arrowNames(receiveChart)].sort());
  expect(REPLAYED.length).toBe(arrowNames(receiveChart).filter((name) => !name.endsWith('broke down')).length);
});

describe('a reception', () => {
  test.each(REPLAYED)('%s', async (_, path) => {
    const names = path.map(arrowName);
    story = await Story.begin({ recipientSettings: { unprintableMessage: 'Keep' } });
    const { recipient } = story;
    if (names.includes('printing -> keeping : print done')) fillTray();
    if (names.includes('printing -> waiting : print done [printerWaits]')) await recipient.openCover('printer');
    const sheetsBefore = recipient.board.tray.sheets;
    story.call(mailing(mailOf('one', partOf(names))));

    const waits = names.includes('printing -> waiting : print done [printerWaits]');
    const mended = names.includes('waiting -> printing : untilPrintable done');
    if (mended || names.includes('waiting -> discarding : rcv.discard')) {
      await story.rig.until(() => entered().includes('waiting'), 'the page waits');
      if (mended) await recipient.closeCover('printer');
      else await story.rig.clock.enter(() => void recipient.firmware?.receiver.receptions.discard(1));
    }

    const states = statesOf(path);
    const printed = names.includes('printing -> printing : print done [succeeded]') ? 1 : 0;
    const sheets = (): number => recipient.board.tray.sheets - sheetsBefore;
    await story.rig.until(
      () => entered().length >= states.length && sheets() >= printed,
      `the recipient went ${states.join(', ')}`,
    );
    expect(entered().slice(0, states.length)).toEqual(states);

    const state = states.at(-1) ?? '';
    const over = OVER.includes(state);
    if (over) await story.rig.advance(100);
    const spooled = story.events('ifax2', 'message.spooled')[0]?.data['octets'];
    expect(recipient.lcd[0]).toMatch(/^READY +MEMORY \d+% FREE$/);
    expect(recipient.board.imageMemory.usedOctets).toBe(over && state !== 'kept' ? 0 : spooled);
    expect(sheets()).toBe(printed);
    expect(recipient.board.panel.lamps).toMatchObject({
      receiveData: over ? 'off' : 'on',
      alarm: state === 'kept' || recipient.board.tray.full || (waits && !mended) ? 'on' : 'off',
    });
    if (!over) return;
    const unprinted = recipient.board.tray.full ? '954' : '940';
    const result = { printed: 'OK', kept: unprinted, discarded: '910' }[state];
    expect(recipient.journal).toMatchObject([{ direction: 'RCV', result }]);
    const record = state !== 'kept' ? [] : ['rcv/001/envelope', 'rcv/001/message'];
    expect(await story.stored(recipient)).toEqual(record);
  });
});
