import { cpus } from 'node:os';
import type { ResolutionName } from '../device-model/page/resolution.ts';
import { endToEnd } from './end-to-end.ts';
import { measureOriginals } from './originals.ts';
import { type StagedPage, stagesOf } from './stages.ts';
import { medianMs, ROUNDS } from './stopwatch.ts';
import { drawTextPage, textPage } from './text-page.ts';

const RESOLUTIONS_MEASURED = ['204x196', '400x400'] as const satisfies readonly ResolutionName[];
const NAME_WIDTH = 42;
const NUMBER_WIDTH = 10;

interface Column {
  readonly page: StagedPage;
  readonly stageMs: readonly number[];
  readonly wholeMs: number;
}

const png = textPage(1);
const columns: Column[] = [];
for (const name of RESOLUTIONS_MEASURED) columns.push(await measureColumn(name));
process.stdout.write(`${table(columns).join('\n')}\n`);
const originals = await measureOriginals(png, drawTextPage(1));
process.stdout.write(
  `\n${[
    row('original: A4 page to rows at 204x196', ['ms', 'sharp ms', 'ratio']),
    '-'.repeat(NAME_WIDTH + 3 * NUMBER_WIDTH),
    ...originals.map(({ name, ms, sharpMs }) =>
      row(name, [ms.toFixed(1), sharpMs.toFixed(1), (ms / sharpMs).toFixed(2)]),
    ),
  ].join('\n')}\n`,
);

async function measureColumn(name: ResolutionName): Promise<Column> {
  const page = await stagesOf(png, name);
  const stageMs: number[] = [];
  for (const { work } of page.stages) stageMs.push(await medianMs(work));
  const machines = await endToEnd(png, name);
  const wholeMs = await medianMs(machines.transmit, machines.load);
  machines.close();
  return { page, stageMs, wholeMs };
}

function table(measured: readonly Column[]): string[] {
  const stages = measured[0]?.page.stages ?? [];
  const rule = '-'.repeat(NAME_WIDTH + measured.length * NUMBER_WIDTH);
  const ofAll = (number: (column: Column) => number, digits: number): string[] =>
    measured.map((column) => number(column).toFixed(digits));
  const onTheWay = ({ page, stageMs }: Column): number =>
    stageMs.reduce((sum, ms, i) => sum + (page.stages[i]?.always === true ? ms : 0), 0);
  return [
    `One A4 page of text, JBIG; milliseconds of wall time, median of ${ROUNDS} after warm-up`,
    `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}`,
    '',
    row('stage', RESOLUTIONS_MEASURED),
    rule,
    ...stages.map(({ name, always }, i) =>
      row(
        always ? name : `(${name})`,
        ofAll(({ stageMs }) => stageMs[i] ?? Number.NaN, 2),
      ),
    ),
    rule,
    row('sum, without what is in brackets', ofAll(onTheWay, 1)),
    row(
      'whole: START to the printed page',
      ofAll(({ wholeMs }) => wholeMs, 1),
    ),
    '',
    row(
      'octets: page in JBIG',
      ofAll(({ page }) => page.codedOctets.JBIG, 0),
    ),
    row(
      'octets: page in MMR, as in the scan buffer',
      ofAll(({ page }) => page.codedOctets.MMR, 0),
    ),
    row(
      'octets: page in MH for Profile S',
      ofAll(({ page }) => page.codedOctets.MH, 0),
    ),
    row(
      'octets: message',
      ofAll(({ page }) => page.messageOctets, 0),
    ),
  ];
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(NAME_WIDTH) + cells.map((cell) => cell.padStart(NUMBER_WIDTH)).join('');
}
