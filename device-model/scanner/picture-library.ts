import sharp from 'sharp';

/**
 * The only door to sharp in the device model. Its operation cache keeps decoded pictures alive between pages and is
 * switched off because a machine must scan 50 pages in the memory of one. Holds for the whole process.
 */
sharp.cache(false);

/** Threads for a sheet that lies in the feeder alone; *own design*. */
const LONE_SHEET_THREADS = 2;

/**
 * Threads of the pictures made from now on, in the whole process. Every thread keeps a heap of its own that grows with
 * the pages it has seen, so the sheets of a stack are scanned on one, to the last; a sheet alone, whose scan somebody waits
 * for, may have two. The pels are the same.
 */
export function useThreadsFor(sheet: 'alone' | 'of a stack'): void {
  sharp.concurrency(sheet === 'alone' ? LONE_SHEET_THREADS : 1);
}

export { sharp };
