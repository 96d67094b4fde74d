import {
  checksum,
  type ImageMemory,
  type NonvolatileMemory,
  type ScannedPage,
  type Storage,
} from '../../device-model/index.ts';
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
  readonly #records: NonvolatileMemory;
  /** One for all pages: a job of many pages then leaves no writers behind for the collector. */
  readonly #bits = new BitWriter();

  /** `records` sets damaged pages aside; the pages themselves go to the store as they are. */
  constructor(memory: ImageMemory, storage: Storage, records: NonvolatileMemory) {
    this.#memory = memory;
    this.#storage = storage;
    this.#records = records;
  }

  begin(fileNumber: number): void {
    this.#memory.beginFile(fileNumber);
  }

  /** The checksum of what is stored, once it is durable; undefined, and nothing kept, when the scan buffer is full. */
  async store(fileNumber: number, page: ScannedPage): Promise<string | undefined> {
    const octets = encodeMmr(page.raster, this.#bits);
    page.release();
    const index = this.#memory.store(fileNumber, octets);
    if (index === undefined) return undefined;
    await this.#storage.replace(pageName(fileNumber, index), octets);
    return checksum(octets);
  }

  /**
   * Brings the pages of a job back into memory at power-on, each as its checksum tells (empty: as it is). Throws
   * StoredPageError when one is missing or damaged; a damaged one is set aside.
   */
  async load(fileNumber: number, checksums: readonly string[]): Promise<void> {
    this.#memory.beginFile(fileNumber);
    for (const [index, told] of checksums.entries()) {
      const fault = await this.#loadPage(fileNumber, index, told);
      if (fault === undefined) continue;
      this.#memory.release(fileNumber);
      throw new StoredPageError(`page ${index + 1} of file ${fileNumber} ${fault}`);
    }
  }

  async #loadPage(fileNumber: number, index: number, told: string): Promise<string | undefined> {
    const name = pageName(fileNumber, index);
    const octets = await this.#storage.read(name);
    if (octets === undefined) return "is not in the machine's store";
    const found = checksum(octets);
    if (told !== '' && found !== told) {
      const fault = `is damaged: its checksum is ${found}, the record says ${told}`;
      await this.#records.setAside(name, `The record ${name} ${fault}.`);
      return fault;
    }
    return this.#memory.store(fileNumber, octets) === undefined ? 'finds no room in the image memory' : undefined;
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

  /** Removes from the store the pages of all other files; those of files whose record is lost are set aside. */
  async releaseAllBut(fileNumbers: readonly number[], lost: readonly number[]): Promise<void> {
    const isOf = (name: string, files: readonly number[]): boolean =>
      files.some((fileNumber) => name.startsWith(`${folderOf(fileNumber)}/`));
    for (const name of await this.#storage.list('xmt')) {
      if (isOf(name, fileNumbers)) continue;
      if (!PAGE_NAME.test(name)) await this.#records.setAside(name, `The record ${name} is none of this machine.`);
      else if (isOf(name, lost)) await this.#records.setAside(name, `The job of the page ${name} is lost.`);
      else await this.#storage.remove(name);
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

const PAGE_NAME = /^xmt\/\d{3}\/page-\d{3}$/;
