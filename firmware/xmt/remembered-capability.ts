import type { Board, Clock } from '../../device-model/index.ts';
import { type LearnedCapabilities, type LearnedFrom, learnedText } from '../settings/learned-capabilities.ts';
import type { Settings } from '../settings/settings.ts';
import type { DestinationRecord } from './job-record.ts';
import type { ReadCapability } from './read-capability.ts';

export interface RememberedParts {
  readonly board: Pick<Board, 'trace'>;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly learned: LearnedCapabilities;
}

/**
 * What is taken for the far end's capability. By the mail server it is what was learned, one way or the other. In a
 * direct call what the far end tells is kept and taken. One that does not
 * offer CONNEG is taken at the word of its last disposition notification, if that is not too old (RFC 2532 3); one that
 * told a capability by CONNEG and does not offer it any more has changed, and what it told is not used here. A far end
 * that offers CONNEG and tells nothing, or nothing readable, is not second-guessed. (Which of them is used is *own
 * design*.)
 */
export async function rememberedCapability(
  parts: RememberedParts,
  { forwardPath, via }: Pick<DestinationRecord, 'forwardPath' | 'via'>,
  theirs: ReadCapability,
): Promise<ReadCapability> {
  const { board, clock, learned } = parts;
  if (via === 'mail-server') return learnedInstead(parts, forwardPath, theirs, ['CONNEG', 'MDN']);
  if (theirs.filter !== undefined) {
    try {
      await learned.learn({ address: forwardPath, filter: theirs.filter, from: 'CONNEG', at: clock.calendar() });
    } catch (error) {
      // The knowledge is lost, the transmission is not.
      board.trace.write('capability.lost', { sentence: error instanceof Error ? error.message : String(error) });
    }
    return theirs;
  }
  return theirs.kind === 'not-offered' ? learnedInstead(parts, forwardPath, theirs, ['MDN']) : theirs;
}

/** In the place of nothing, what was learned from one of these sources and is not too old (fax parameters 918, 919). */
export function learnedInstead(
  { clock, learned, settings }: Omit<RememberedParts, 'board'>,
  forwardPath: string,
  theirs: ReadCapability,
  sources: readonly LearnedFrom[],
): ReadCapability {
  if (settings.get('learnedCapability') === 'Off') return theirs;
  const known = learned.of(forwardPath, clock.calendar(), settings.get('learnedAge'));
  if (known === undefined || !sources.includes(known.from)) return theirs;
  const told = learnedText(known);
  const { filter } = known;
  return {
    kind: 'learned',
    sentence: `${theirs.sentence.replace(/\.$/, '')}; its capability was learned ${told}.`,
    filter,
    repairs: [],
    told: { ...theirs.told, filter, learned: told },
  };
}
