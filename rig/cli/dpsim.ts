#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { UsageError } from './usage-error.ts';

// A machine scans and codes 50 pages in the memory of one: left alone, the engine lets its space for new objects grow to 48 MB
// on the way before it collects. It is read at every growth, so it may be set by a running program.
setFlagsFromString('--semi-space-growth-factor=1');

/** Subcommands are loaded when they are called: `dpsim --help` loads none. */
const COMMANDS: Readonly<
  Record<
    string,
    { readonly summary: string; readonly load: () => Promise<{ run: (args: readonly string[]) => Promise<number> }> }
  >
> = {
  demo: {
    summary: 'one Direct Internet Fax transmission between two machines',
    load: () => import('./demo.ts'),
  },
  send: {
    summary: 'scan originals and fax them over this host’s network',
    load: () => import('./send.ts'),
  },
  listen: {
    summary: 'receive faxes from this host’s network into a folder',
    load: () => import('./listen.ts'),
  },
  serve: {
    summary: 'two machines in real time: panels in a browser, an HTTP API',
    load: () => import('./serve.ts'),
  },
  rig: {
    summary: 'check a rig file, serve the rig that it describes',
    load: () => import('./rig.ts'),
  },
  conneg: {
    summary: 'read, match and explain capability replies',
    load: () => import('./conneg.ts'),
  },
  tiff: {
    summary: 'look at, check, convert and write fax pages in TIFF files',
    load: () => import('./tiff.ts'),
  },
  jbig: {
    summary: 'look at, decode and encode bare JBIG pages',
    load: () => import('./jbig.ts'),
  },
};

const USAGE = [
  'dpsim: a virtual Panasonic DP-series MFP seen through its network module',
  '',
  'usage: dpsim COMMAND [options]',
  '',
  ...Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`),
  '',
  'dpsim COMMAND --help tells the options of a command.',
  'Exit code: 0 done, 1 the job failed, 2 the command line or a file cannot be used.',
].join('\n');

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    const { version } = await import('./version.ts');
    process.stdout.write(`${await version()}\n`);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    throw new UsageError(
      `there is no command ${JSON.stringify(name)}: expected one of ${Object.keys(COMMANDS).join(', ')}`,
    );
  }
  const { run } = await command.load();
  return await run(args);
}

// Who reads along may stop reading (`| head`): nothing is left to say, and not everything was seen to be done.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`dpsim: the output cannot be written: ${error.message}\n`);
  process.exit(1);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = error instanceof UsageError ? 2 : 1;
  const told = error instanceof Error ? error.message : String(error);
  process.stderr.write(`dpsim: ${told}\n`);
}
