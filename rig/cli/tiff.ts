import { type FileReport, tellReport } from './file-report.ts';
import { tiffCheck } from './tiff-check.ts';
import { tiffConvert } from './tiff-convert.ts';
import { tiffInfo } from './tiff-info.ts';
import { parseTiffOptions, TIFF_USAGE, type TiffOptions } from './tiff-options.ts';

/** `dpsim tiff`: 0 fine, 1 damaged or not conforming; UsageError when nothing can be read or written. */
export async function run(args: readonly string[]): Promise<number> {
  const options = parseTiffOptions(args);
  if (options === undefined) {
    process.stdout.write(`${TIFF_USAGE}\n`);
    return 0;
  }
  return tellReport(await reportOf(options), options.json);
}

async function reportOf(options: TiffOptions): Promise<FileReport> {
  switch (options.action) {
    case 'info':
      return await tiffInfo(options.file);
    case 'check':
      return await tiffCheck(options.file, options.profile);
    case 'to-pbm':
      return await tiffConvert(options.file, 'pbm', options.out);
    case 'to-png':
      return await tiffConvert(options.file, 'png', options.out);
    case 'to-pdf':
      return await tiffConvert(options.file, 'pdf', options.out);
    case 'from': {
      // Only this action loads the scanner.
      const { tiffFrom } = await import('./tiff-from.ts');
      return await tiffFrom(options);
    }
  }
}
