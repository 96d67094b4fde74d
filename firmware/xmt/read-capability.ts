import { readConnegReply } from '../capability/conneg-reply.ts';
import type { Filter } from '../capability/filter.ts';
import type { Repair } from '../capability/repairs.ts';
import type { CapabilityAnswers } from '../smtp/client/session-outcome.ts';
import type { PeerCapability } from './delivery-language.ts';

/** The far end's capability as the negotiation takes it; without a filter it is unknown. */
export interface ReadCapability extends PeerCapability {
  readonly filter: Filter | undefined;
  readonly repairs: readonly Repair[];
}

/** What RCPT was answered, read tolerantly: misprints are repaired and counted. */
export function readCapability(answers: CapabilityAnswers): ReadCapability {
  const answer = answers.answers[0];
  if (!answers.connegOffered) return unknown('not-offered', 'The far end does not offer CONNEG.');
  if (answer === undefined || !answer.connegAnswered) {
    const refusal = answer?.connegRefusal;
    const told = refusal === undefined ? '' : ` with ${refusal.code}`;
    return unknown('none', `The far end offers CONNEG but refused it for this mailbox${told}.`);
  }
  const read = readConnegReply(answer.reply.lines, 'tolerant');
  switch (read.kind) {
    case 'none':
      return unknown('none', 'The far end accepted CONNEG but told no capability.');
    case 'unreadable':
      return unknown('unreadable', `The far end's capability cannot be read: ${read.sentence}.`);
    case 'capability': {
      const { filter, repairs, dialect } = read;
      const repaired = repairs.length === 0 ? '' : `, ${repairs.length} misprint(s) repaired`;
      const sentence = `The far end told its capability (${dialect} form${repaired}).`;
      return { kind: 'capability', sentence, filter, repairs };
    }
  }
}

function unknown(kind: PeerCapability['kind'], sentence: string): ReadCapability {
  return { kind, sentence, filter: undefined, repairs: [] };
}
