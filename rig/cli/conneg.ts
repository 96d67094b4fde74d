import { CapabilityTooLarge } from '../../firmware/capability/step-budget.ts';
import { connegMatch } from './conneg-match.ts';
import { CONNEG_USAGE, type ConnegOptions, parseConnegOptions, type WhyWords } from './conneg-options.ts';
import { connegParse } from './conneg-parse.ts';
import { readCapabilitySource, readSource } from './conneg-source.ts';
import { UsageError } from './usage-error.ts';

/** What one action found: `json` for programs, `story` for people. */
export interface ConnegReport {
  readonly code: 0 | 1;
  readonly json: object;
  readonly story: readonly string[];
}

/** `dpsim conneg`: 0 done, 1 nothing in common or no form to send. */
export async function run(args: readonly string[]): Promise<number> {
  const options = parseConnegOptions(args);
  if (options === undefined) {
    process.stdout.write(`${CONNEG_USAGE}\n`);
    return 0;
  }
  const report = await reportOf(options);
  const lines = options.json ? [JSON.stringify(report.json, null, 2)] : report.story;
  process.stdout.write(`${lines.join('\n')}\n`);
  return report.code;
}

async function reportOf(options: ConnegOptions): Promise<ConnegReport> {
  try {
    switch (options.action) {
      case 'parse':
        return connegParse(
          await readCapabilitySource(options.source, options.strict ? 'strict' : 'tolerant', process.stdin),
        );
      case 'match': {
        const [a, b] = options.sources;
        return connegMatch(
          await readCapabilitySource(a, 'tolerant', process.stdin),
          await readCapabilitySource(b, 'tolerant', process.stdin),
        );
      }
      case 'why':
        return await reportWhy(options.source, options.words);
    }
  } catch (failure) {
    if (failure instanceof CapabilityTooLarge) throw new UsageError(failure.message);
    throw failure;
  }
}

/** Only this action loads a machine. */
async function reportWhy(source: string, words: WhyWords): Promise<ConnegReport> {
  const { connegWhy, whyPage } = await import('./conneg-why.ts');
  const page = whyPage(words);
  return connegWhy(await readSource(source, 'tolerant', process.stdin), page);
}
