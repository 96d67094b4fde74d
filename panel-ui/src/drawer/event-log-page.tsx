import { useState } from 'preact/hooks';
import type { LogEvent } from '../../../rig/api/contract.ts';
import { useLogLines } from './log-lines.ts';
import { instantText } from './time-text.ts';

/** The newest lines of the event log, the newest first. */
export function EventLogPage({ machine }: { readonly machine: string }) {
  const [everything, setEverything] = useState(false);
  const [wanted, setWanted] = useState('');
  const found = useLogLines(everything ? null : machine);
  const lines = [...found].reverse().filter((line) => textOf(line).includes(wanted));
  return (
    <>
      <div class="row">
        <label class="row">
          Only lines with
          <input type="search" value={wanted} onInput={({ currentTarget }) => setWanted(currentTarget.value)} />
        </label>
        <label class="row">
          <input
            type="checkbox"
            checked={everything}
            onChange={({ currentTarget }) => setEverything(currentTarget.checked)}
          />
          the whole rig
        </label>
      </div>
      <ol class="log">
        {lines.map((line) => (
          <li key={line.seq}>
            <span class="count">
              {line.seq} · {instantText(line.at)} · {line.machine}
            </span>
            <b>{line.event}</b> <code>{dataText(line)}</code>
          </li>
        ))}
      </ol>
    </>
  );
}

function textOf(line: LogEvent): string {
  return `${line.machine} ${line.event} ${dataText(line)}`;
}

/** Octets of a long value are not read here; its beginning is. */
const VALUE_CHARACTERS = 160;

function dataText({ data }: LogEvent): string {
  return Object.entries(data)
    .map(([name, value]) => `${name}=${(JSON.stringify(value) ?? '').slice(0, VALUE_CHARACTERS)}`)
    .join(' ');
}
