import sharp from 'sharp';

/**
 * The only door to sharp in the device model. Its operation cache keeps decoded pictures alive between pages and its
 * threads each keep a heap of their own: both are switched off because a machine must scan 50 pages in the memory of
 * one. These two settings hold for the whole process.
 */
sharp.cache(false);
sharp.concurrency(1);

export { sharp };
