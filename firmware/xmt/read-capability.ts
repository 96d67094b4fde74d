import { readConnegReply } from '../capability/conneg-reply.ts';
import type { Filter } from '../capability/filter.ts';
import type { TheirsTold } from '../capability/negotiation-account.ts';
import type { Repair } from '../capability/repairs.ts';
import type { CapabilityAnswers } from '../smtp/client/session-outcome.ts';
import { escapeControls } from '../smtp/wire/printable-text.ts';
import type { PeerCapability } from './delivery-language.ts';

/** The far end's capability as the negotiation takes it; without a filter it is unknown. */
export interface ReadCapability extends PeerCapability {
  readonly filter: Filter | undefined;
  readonly repairs: readonly Repair[];
  /** As it came and as it was taken, for the account of the negotiation. */
  readonly told: TheirsTold;
}

/** What RCPT was answered, read tolerantly: misprints are repaired and counted. */
export function readCapability(answers: CapabilityAnswers): ReadCapability {
  const answer = answers.answers[0];
  if (!answers.connegOffered) return unknownCapability('not-offered', 'The far end does not offer CONNEG.');
  if (answer === undefined || !answer.connegAnswered) {
    const refusal = answer?.connegRefusal;
    const told = refusal === undefined ? '' : ` with ${refusal.code}`;
    return unknownCapability('none', `The far end offers CONNEG but refused it for this mailbox${told}.`);
  }
  const { lines } = answer.reply;
  const received = lines.map((line) => escapeControls(line));
  const read = readConnegReply(lines, 'tolerant');
  switch (read.kind) {
    case 'none':
      return unknownCapability('none', 'The far end accepted CONNEG but told no capability.', received);
    case 'unreadable':
      return unknownCapability('unreadable', `The far end's capability cannot be read: ${read.sentence}.`, received);
    case 'capability': {
      const { filter, repairs, dialect, spellings } = read;
      const repaired = repairs.length === 0 ? '' : `, ${repairs.length} misprint(s) repaired`;
      const sentence = `The far end told its capability (${dialect} form${repaired}).`;
      const told = {
        received,
        spellings: spellings.map(({ line, what }) => `reply line ${line + 1}: ${what}`),
        repairs: repairs.map(({ place, what }) => `reply line ${place.line + 1}: ${what}`),
        filter,
      };
      return { kind: 'capability', sentence, filter, repairs, told };
    }
  }
}

/** A mail server is not the far end: what it offers is not asked for. */
export function mailServerCapability(): ReadCapability {
  return unknownCapability('not-offered', 'The mail server tells nothing of the far end.');
}

/** Nothing that could be used; `received` is what came instead. */
export function unknownCapability(
  kind: PeerCapability['kind'],
  sentence: string,
  received: readonly string[] = [],
): ReadCapability {
  const told = { received, spellings: [], repairs: [], filter: undefined };
  return { kind, sentence, filter: undefined, repairs: [], told };
}
