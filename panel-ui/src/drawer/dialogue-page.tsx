import { useState } from 'preact/hooks';
import type { Dialogue, DialogueLine } from '../../../rig/api/contract.ts';
import { useReading } from '../link/rig-link.ts';
import { instantText, spanText } from './time-text.ts';

/** The SMTP sessions of the machine, live: who says what in which phase, and how long it took. */
export function DialoguePage({ machine }: { readonly machine: string }) {
  const { value } = useReading<{ dialogues: Dialogue[] }>(`/api/rig/machines/${machine}/dialogues`, machine);
  const [chosen, setChosen] = useState('');
  const dialogues = value?.dialogues ?? [];
  const shown = dialogues.find(({ session }) => session === chosen) ?? dialogues.at(-1);
  if (shown === undefined) return <p role="status">No SMTP session yet.</p>;
  return (
    <>
      <label class="row">
        Session
        <select value={shown.session} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
          {dialogues.map((one) => (
            <option key={one.session} value={one.session}>
              {sessionName(one)}
            </option>
          ))}
        </select>
      </label>
      <p class="count">
        {shown.ended ? 'Ended' : 'On line'}; {machine} is the {shown.role}; C: client, S: server; milliseconds since the
        line before.
      </p>
      {phases(shown.lines).map(({ phase, lines }) => (
        <section key={lines[0]?.event} class="phase" aria-label={phase}>
          <h3>
            {phase} <span class="count">{spanText(lines)}</span>
          </h3>
          <ol class="dialogue">
            {lines.map(({ event, at, direction, text }, i) => (
              <li key={event} data-direction={direction}>
                <b>{direction}</b>
                <code>{text}</code>
                <span class="count">{i === 0 ? instantText(at) : `+${Math.round(at - (lines[i - 1]?.at ?? at))}`}</span>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

function sessionName({ session, role, peer, fileNumber }: Dialogue): string {
  const file = fileNumber === null ? '' : `, file ${String(fileNumber).padStart(3, '0')}`;
  return `${session}: ${role === 'client' ? 'to' : 'from'} ${peer ?? 'unknown'}${file}`;
}

/** Lines of one phase stand together. */
function phases(lines: readonly DialogueLine[]): readonly { readonly phase: string; readonly lines: DialogueLine[] }[] {
  const found: { phase: string; lines: DialogueLine[] }[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    const phase = line.phase ?? last?.phase ?? 'connection';
    if (last !== undefined && last.phase === phase) last.lines.push(line);
    else found.push({ phase, lines: [line] });
  }
  return found;
}
