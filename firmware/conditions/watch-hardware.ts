import type { Board } from '../../device-model/index.ts';
import { choosePaper } from '../rcv/choose-paper.ts';
import type { Settings } from '../settings/settings.ts';
import type { Conditions } from './conditions.ts';

/** Reads the sensors of the board into the conditions, now and whenever one changes; returns what ends it. */
export function watchHardware(parts: {
  readonly board: Board;
  readonly settings: Settings;
  readonly conditions: Conditions;
}): () => void {
  const { board, settings, conditions } = parts;
  const { feeder, printer, paperTrays, tray, imageMemory } = board;

  const scanner = (): void => {
    conditions.set('feeder-cover-open', feeder.coverOpen);
    conditions.set('original-jam', feeder.stuck !== undefined, feeder.stuck);
    conditions.set('misfeed', feeder.misfed);
  };
  const body = (): void => {
    conditions.set('printer-cover-open', printer.coverOpen);
    conditions.set('paper-jam', printer.jammed);
    conditions.set('toner-low', printer.tonerLow);
  };
  const paper = (): void => {
    const reduction = settings.get('reduction');
    const missing = paperTrays.papers.filter(
      (size) => choosePaper(size, (one) => paperTrays.holds(one), reduction) === undefined,
    );
    conditions.set('paper-out', missing.length > 0, `There is no paper for pages of ${missing.join(', ')}.`);
  };
  const output = (): void => conditions.set('output-tray-full', tray.full);
  const memory = (): void => {
    const least = settings.get('memoryLow');
    conditions.set('memory-low', imageMemory.percentFree < least, `Less than ${least}% of the image memory is free.`);
  };

  const all = [scanner, body, paper, output, memory];
  for (const look of all) look();
  const ends = [
    feeder.onChange(scanner),
    printer.onChange(body),
    paperTrays.onChange(paper),
    tray.onChange(output),
    imageMemory.onChange(memory),
    settings.onChange(() => {
      paper();
      memory();
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
