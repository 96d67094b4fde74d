import type { ImageMemory, ScannedPage, Storage } from '../../device-model/index.ts';
import type { PaperSize } from '../../device-model/page/paper-size.ts';
import { RESOLUTIONS, type ResolutionName } from '../../device-model/page/resolution.ts';
import { pelsPerRow, rowsPerPage } from '../../device-model/page/width-table.ts';
import { BitWriter } from '../coding/bit-writer.ts';
import { decodeMmr } from '../coding/decode-mmr.ts';
import { encodeMmr } from '../coding/encode-mmr.ts';
import type { DocumentPage } from './code-document.ts';

/** A page record that can't be used at power-on: the sentence says which and why. */
export class StoredPageError extends Error {
  override readonly name = 'StoredPageError';
}

/**
 * Scanned pages in the scan buffer, MMR-coded (the densest coding that loses nothing and needs no far end), and in the
 * non-volatile store so that a power cut does not take them.
 */
export class StoredDocuments {
  readonly #memory: ImageMemory;
  readonly #storage: Storage;

  /** One for all pages: a job of many pages then leaves no writers behind for the collector. */
  readonly #bits = new BitWriter();

  constructor(memory: ImageMemory, storage: Storage) {
    this.#memory = memory;
    this.#storage = storage;
  }

  begin(fileNumber: number): void {
    this.#memory.beginFile(fileNumber);
  }

  /** False, and nothing kept, when the scan buffer is full. Resolves once the page is durable. */
  async store(fileNumber: number, page: ScannedPage): Promise<boolean> {
    const octets = encodeMmr(page.raster, this.#bits);
    page.release();
    const index = this.#memory.store(fileNumber, octets);
    if (index === undefined) return false;
    await this.#storage.replace(pageName(fileNumber, index), octets);
    return true;
  }

  /** Brings the pages of a job back into memory at power-on; throws StoredPageError when one is missing. */
  async load(fileNumber: number, pages: number): Promise<void> {
    this.#memory.beginFile(fileNumber);
    for (let index = 0; index < pages; index += 1) {
      const octets = await this.#storage.read(pageName(fileNumber, index));
      if (octets === undefined || this.#memory.store(fileNumber, octets) === undefined) {
        this.#memory.release(fileNumber);
        throw new StoredPageError(`page ${index + 1} of file ${fileNumber} is not in the machine's store`);
      }
    }
  }

  /** Of the stored pages together. */
  octets(fileNumber: number): number {
    return this.#memory.pages(fileNumber).reduce((sum, page) => sum + page.length, 0);
  }

  /** The pages one after another, each decoded when it is asked for, into the octets of the one before. */
  *pages(fileNumber: number, name: ResolutionName, papers: readonly PaperSize[]): Generator<DocumentPage> {
    const resolution = RESOLUTIONS[name];
    let spare: Uint8Array | undefined;
    for (const [index, paper] of papers.entries()) {
      // The scanner always makes whole pages, so resolution and paper tell the dimensions.
      const width = pelsPerRow(resolution, paper);
      const height = rowsPerPage(resolution, paper);
      const octets = this.#memory.page(fileNumber, index);
      const { raster } = decodeMmr(octets, { width, height, maxRows: height, damage: 'strict', spare });
      spare = raster.octets;
      yield { raster, resolution, paper };
    }
  }

  /** Removes from the store the pages of all other files. */
  async releaseAllBut(fileNumbers: readonly number[]): Promise<void> {
    const kept = fileNumbers.map((fileNumber) => `${folderOf(fileNumber)}/`);
    for (const name of await this.#storage.list('xmt')) {
      if (!kept.some((folder) => name.startsWith(folder))) await this.#storage.remove(name);
    }
  }

  /** Removes the pages from the store and frees the scan buffer, whatever the store does. */
  async release(fileNumber: number): Promise<void> {
    try {
      for (const name of await this.#storage.list(folderOf(fileNumber))) await this.#storage.remove(name);
    } finally {
      this.#memory.release(fileNumber);
    }
  }
}

export function folderOf(fileNumber: number): string {
  return `xmt/${String(fileNumber).padStart(3, '0')}`;
}

function pageName(fileNumber: number, index: number): string {
  return `${folderOf(fileNumber)}/page-${String(index + 1).padStart(3, '0')}`;
}
