import type { TraceEvent, TraceValue } from '../../device-model/index.ts';
import { infoRow, type JournalEntry } from '../../firmware/index.ts';
import type { Machine } from '../machine.ts';
import type { Why } from './contract.ts';

/** Communications told at once, the newest ones. *Own design.* */
const WHYS_TOLD = 20;

/** Why communications went as they went: what negotiation weighed, and what an info code means. Oldest first. */
export function whyOf(machine: Machine, lines: readonly TraceEvent[], fileNumber?: number): Why[] {
  const ended = machine.journal.map(whyEnded);
  const underWay = (machine.firmware?.transmitter.statuses ?? []).flatMap((status) => {
    const told = lines.findLast(
      ({ machine: of, event, data }) =>
        of === machine.name && event === 'format.negotiated' && data['fileNumber'] === status.fileNumber,
    );
    return told === undefined || status.state === 'incomplete' ? [] : [whyUnderWay(status.fileNumber, told)];
  });
  return [...ended, ...underWay]
    .filter((why) => fileNumber === undefined || why.fileNumber === fileNumber)
    .slice(-WHYS_TOLD);
}

function whyEnded({ fileNumber, direction, address, result, detail, negotiation }: JournalEntry): Why {
  const row = infoRow(result);
  return {
    fileNumber,
    direction,
    address,
    result,
    detail: detail ?? null,
    negotiation: [...(negotiation ?? [])],
    explanation:
      row === undefined
        ? null
        : { infoCode: row.code, side: row.side, phase: row.phase, sentence: row.sentence, remedy: row.remedy },
  };
}

function whyUnderWay(fileNumber: number, { data }: TraceEvent): Why {
  return {
    fileNumber,
    direction: 'XMT',
    address: textOf(data['forwardPath']),
    result: 'under way',
    detail: textOf(data['why']),
    negotiation: [`Chosen: ${textOf(data['format'])}`],
    explanation: null,
  };
}

function textOf(value: TraceValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
