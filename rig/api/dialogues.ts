import type { TraceEvent } from '../../device-model/index.ts';
import { deliveryChart } from '../../firmware/index.ts';
import { traceText } from '../cli/trace-text.ts';
import type { Dialogue } from './contract.ts';

/** Sessions told at once, the newest ones; lines of one of them. *Own design.* */
export const DIALOGUES_TOLD = 20;
const LINES_TOLD = 500;

/** States of the delivery chart in which its session is under way. */
const ON_LINE = Object.keys(deliveryChart.root.states['calling']?.states['onLine']?.states ?? {});

const BEGINS_MAIL = /^MAIL FROM:<([^>]*)>/i;

/** The SMTP sessions of a machine, oldest first, of one file or all; a view of the event log. */
export function dialoguesOf(lines: readonly TraceEvent[], machine: string, fileNumber?: number): Dialogue[] {
  const sessions = new Map<string, Dialogue>();
  /** The session that a delivery has at this moment. */
  const current = new Map<string, { readonly key: string; readonly phase: string; readonly over: boolean }>();
  for (const { machine: of, event, seq, at, data } of lines) {
    if (of !== machine) continue;
    const { session, direction, text, phase, forwardPath, state } = data;
    const delivery = `${traceText(data['fileNumber'])} ${traceText(forwardPath)}`;
    switch (event) {
      case 'smtp.line': {
        if (typeof text !== 'string') break;
        const line = { event: seq, at, direction: direction === 'C' ? 'C' : 'S', text, phase: textOr(phase) } as const;
        if (data['role'] === 'client') {
          const own = current.get(delivery);
          // A greeting after anything else begins the next call; QUIT belongs to one whose outcome is known already.
          const again = phase === 'greeting' && (own?.over === true || own?.phase !== 'greeting');
          const key = own === undefined || again ? `client-${seq}` : own.key;
          current.set(delivery, { key, phase: traceText(phase), over: false });
          add(
            sessions,
            key,
            { role: 'client', fileNumber: numberOr(data['fileNumber']), peer: textOr(forwardPath) },
            line,
          );
        } else if (typeof session === 'string') {
          add(sessions, session, { role: 'server', fileNumber: null, peer: null }, line);
          const from = direction === 'C' ? BEGINS_MAIL.exec(text)?.[1] : undefined;
          if (from !== undefined) change(sessions, session, { peer: from });
        }
        break;
      }
      case 'message.spooled':
        if (typeof session === 'string') change(sessions, session, { fileNumber: numberOr(data['fileNumber']) });
        break;
      case 'smtp.session-ended':
        if (typeof session === 'string') change(sessions, session, { ended: true });
        break;
      case 'delivery.entered':
        if (typeof state === 'string' && !ON_LINE.includes(state)) {
          const own = current.get(delivery);
          if (own === undefined) break;
          current.set(delivery, { ...own, over: true });
          change(sessions, own.key, { ended: true });
        }
        break;
      case 'power.off':
      case 'power.cut':
        for (const key of sessions.keys()) change(sessions, key, { ended: true });
        current.clear();
    }
  }
  const wanted = [...sessions.values()].filter((one) => fileNumber === undefined || one.fileNumber === fileNumber);
  return wanted.slice(-DIALOGUES_TOLD);
}

function add(
  sessions: Map<string, Dialogue>,
  session: string,
  facts: Pick<Dialogue, 'role' | 'fileNumber' | 'peer'>,
  line: Dialogue['lines'][number],
): void {
  const known = sessions.get(session);
  if (known === undefined) sessions.set(session, { session, ...facts, lines: [line], ended: false });
  else if (known.lines.length < LINES_TOLD) known.lines.push(line);
}

function change(sessions: Map<string, Dialogue>, session: string, facts: Partial<Dialogue>): void {
  const known = sessions.get(session);
  if (known !== undefined) sessions.set(session, { ...known, ...facts });
}

function textOr(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOr(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
