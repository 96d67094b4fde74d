import { type FileReport, tellReport } from './file-report.ts';
import { jbigDecode } from './jbig-decode.ts';
import { jbigEncode } from './jbig-encode.ts';
import { jbigInfo } from './jbig-info.ts';
import { JBIG_USAGE, type JbigOptions, parseJbigOptions } from './jbig-options.ts';

/** `dpsim jbig`: 0 fine, 1 damaged; UsageError when nothing can be read or written. */
export async function run(args: readonly string[]): Promise<number> {
  const options = parseJbigOptions(args);
  if (options === undefined) {
    process.stdout.write(`${JBIG_USAGE}\n`);
    return 0;
  }
  return tellReport(await reportOf(options), options.json);
}

async function reportOf(options: JbigOptions): Promise<FileReport> {
  switch (options.action) {
    case 'encode':
      return await jbigEncode(options.file, options.out, options.coding);
    case 'decode':
      return await jbigDecode(options.file, options.out);
    case 'info':
      return await jbigInfo(options.file);
  }
}
