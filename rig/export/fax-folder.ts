import { appendFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type PrintedPage, syncFolder, writeDurably } from '../../device-model/index.ts';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import type { ArchivedReception, JournalEntry } from '../../firmware/index.ts';
import { pdfOfPages } from './pdf-of-pages.ts';
import { pngOfPage } from './png-of-page.ts';

/** One fax as a folder of files; a view of what the machine received and printed. */
export interface FaxToWrite extends ArchivedReception {
  readonly pages: readonly PrintedPage[];
  /** `C: …` and `S: …`. */
  readonly dialogue: readonly string[];
}

/** Two faxes of one second are told apart by file number, and faxes of one number by a count up to this. */
const SAME_NAME_LIMIT = 1_000;

const JOURNAL = 'journal.txt';

/**
 * Writes `DATE-TIME-fileNNN/` below `out`: `message.eml` as received, `fax.pdf`, `page-1.png` … at true proportions,
 * `record.json`; and a line in `journal.txt`. The folder appears whole or not at all, and is synced when this resolves with
 * its path. Rejects with the file system's error.
 */
export async function writeFaxFolder(out: string, fax: FaxToWrite): Promise<string> {
  const folder = await freeName(out, fax.entry);
  const making = `${folder}.part`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  try {
    await writeDurably(join(making, 'message.eml'), fax.message);
    if (fax.pages.length > 0) await writeDurably(join(making, 'fax.pdf'), pdfOfPages(fax.pages, encodeMmr));
    const pages: PageRecord[] = [];
    for (const [index, page] of fax.pages.entries()) {
      const image = `page-${index + 1}.png`;
      const { raster, resolution, paper } = page;
      await writeDurably(join(making, image), pngOfPage({ raster, resolution }));
      pages.push({ image, width: raster.width, height: raster.height, resolution: resolution.name, paper });
    }
    await writeDurably(join(making, 'record.json'), Buffer.from(`${JSON.stringify(recordOf(fax, pages), null, 2)}\n`));
    await rename(making, folder);
    await syncFolder(out);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw error;
  }
  await appendFile(join(out, JOURNAL), `${faxLine(fax.entry)}\n`);
  return folder;
}

/** One line for a journal or a terminal: date, time, direction, file, address, pages, result and why. */
export function faxLine({ date, time, direction, fileNumber, address, pages, result, detail }: JournalEntry): string {
  const file = `FILE ${String(fileNumber).padStart(3, '0')}`;
  const why = result === 'OK' || detail === undefined ? '' : ` ${detail}`;
  return `${date} ${time} ${direction} ${file} ${address === '' ? '<>' : address} ${pages} page(s) ${result}${why}`;
}

interface PageRecord {
  readonly image: string;
  readonly width: number;
  readonly height: number;
  readonly resolution: string;
  readonly paper: string;
}

function recordOf(fax: FaxToWrite, pages: readonly PageRecord[]): object {
  const { envelope, entry, message, dialogue } = fax;
  return {
    version: 1,
    reversePath: envelope.reversePath,
    forwardPaths: envelope.forwardPaths,
    remoteAddress: envelope.remoteAddress,
    clientName: envelope.clientName,
    receivedAt: envelope.receivedAt,
    messageOctets: message.length,
    journal: entry,
    pages,
    dialogue,
  };
}

async function freeName(out: string, { date, time, fileNumber }: JournalEntry): Promise<string> {
  const base = join(out, `${date}-${time.replaceAll(':', '')}-file${String(fileNumber).padStart(3, '0')}`);
  for (let count = 1; count < SAME_NAME_LIMIT; count += 1) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (!(await exists(name))) return name;
  }
  throw new Error(`${base} and ${SAME_NAME_LIMIT} further names are taken: expected a free name for the fax`);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
