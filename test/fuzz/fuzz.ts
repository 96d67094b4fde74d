import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sequence } from '../firmware/coding/sample-pages.ts';
import { spoil } from './spoil.ts';
import type { FuzzTarget } from './target.ts';

/**
 * `fuzz.ts [--seconds N] [--inputs N] [--seed N] [TARGET …]` gives every target spoilt inputs, by turns: so many in all,
 * or for so long. The same seed gives the same inputs. What goes wrong is kept in out/fuzz and ends the run with 1.
 */
const INPUTS = 1_000_000;
/** Inputs one target takes at a time. */
const TURN = 500;
const TARGETS = new URL('./targets/', import.meta.url);
const KEPT = fileURLToPath(new URL('../../out/fuzz/', import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string' },
    inputs: { type: 'string', default: String(INPUTS) },
    seed: { type: 'string', default: '1' },
  },
});

interface Run {
  readonly target: FuzzTarget;
  readonly corpus: readonly Uint8Array[];
  inputs: number;
}

const runs = await load(positionals);
const seed = numberOf('seed', values.seed);
const wanted = numberOf('inputs', values.inputs);
const until =
  values.seconds === undefined
    ? Number.POSITIVE_INFINITY
    : performance.now() + 1000 * numberOf('seconds', values.seconds);
let given = 0;
while (given < wanted && performance.now() < until) {
  for (const run of runs) {
    for (let i = 0; i < TURN; i += 1) tryOne(run, run.inputs + i);
    run.inputs += TURN;
    given += TURN;
  }
}
for (const { target, corpus, inputs } of runs) {
  process.stdout.write(
    `${target.name}: ${inputs} inputs from ${corpus.length}, seed ${seed}: all ended as they should\n`,
  );
}

async function load(names: readonly string[]): Promise<readonly Run[]> {
  const files = readdirSync(TARGETS).filter((name) => name.endsWith('.ts'));
  const loaded: Run[] = [];
  for (const file of files.toSorted()) {
    const module: { readonly target?: FuzzTarget } = await import(new URL(file, TARGETS).href);
    const { target } = module;
    if (target === undefined) stop(`test/fuzz/targets/${file} exports no target`);
    if (names.length > 0 && !names.includes(target.name)) continue;
    const corpus = target.corpus();
    loaded.push({ target, corpus, inputs: 0 });
  }
  if (loaded.length === 0)
    stop(
      `no target is called ${names.join(' or ')}; there are ${files.map((file) => file.replace('.ts', '')).join(', ')}`,
    );
  return loaded;
}

/** Each input has a seed of its own, so that one can be made again without those before. */
function tryOne({ target, corpus }: Run, index: number): void {
  const next = sequence(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const chance = (below: number) => Math.floor(next() * below);
  const octets = spoil(corpus, chance);
  try {
    target.read(octets, chance);
  } catch (error) {
    mkdirSync(KEPT, { recursive: true });
    const file = `${KEPT}${target.name}-${seed}-${index}`;
    writeFileSync(file, octets);
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    stop(`${target.name}, input ${index} of seed ${seed}, kept as ${file}: ${why}`, 1);
  }
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) stop(`--${option} is ${text}, expected a whole number of 1 or more`);
  return number;
}

function stop(sentence: string, code = 2): never {
  process.stderr.write(`fuzz: ${sentence}\n`);
  process.exit(code);
}
