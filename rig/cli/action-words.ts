import { UsageError } from './usage-error.ts';

/** A command whose first word says what to do: `dpsim COMMAND ACTION ...`. */
export interface ActionCommand<Action extends string> {
  readonly command: string;
  readonly actions: readonly Action[];
  /** Options that some actions alone have; all others belong to every action. */
  readonly owners: Readonly<Record<string, readonly Action[]>>;
}

/** What node's `parseArgs` gives. */
interface Parsed {
  readonly values: { readonly help?: boolean | undefined };
  readonly positionals: readonly string[];
}

export interface ActionWords<Action extends string, Values> {
  readonly action: Action;
  /** What follows the action and is no option. */
  readonly words: readonly string[];
  readonly values: Values;
}

/**
 * Reads the command line of a command with actions by `parse`; undefined when help is asked for. Throws UsageError for what `parse`
 * refuses, for an action that does not exist and for an option that is another action's.
 */
export function readActionWords<Action extends string, Line extends Parsed>(
  { command, actions, owners }: ActionCommand<Action>,
  parse: () => Line,
): ActionWords<Action, Line['values']> | undefined {
  const { values, positionals } = parsed(command, parse);
  if (values.help === true) return undefined;
  const [word, ...words] = positionals;
  const action = actions.find((name) => name === word);
  if (action === undefined) {
    const found = word === undefined ? 'nothing' : JSON.stringify(word);
    throw new UsageError(`${command}: expected ${actions.join(', ')}, found ${found} (dpsim ${command} --help)`);
  }
  for (const [name, those] of Object.entries(owners)) {
    if (Object.hasOwn(values, name) && !those.includes(action)) {
      throw new UsageError(`--${name} belongs to ${command} ${those.join(', ')}, not to ${action}`);
    }
  }
  return { action, words, values };
}

function parsed<Line>(command: string, parse: () => Line): Line {
  try {
    return parse();
  } catch (error) {
    // Node explains some mistakes in three lines.
    const told = (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' ');
    throw new UsageError(`${told} (dpsim ${command} --help)`);
  }
}
