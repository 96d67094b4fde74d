import type { JournalEntry } from '../../../rig/api/contract.ts';
import { useReading } from '../link/rig-link.ts';

/** The communication journal, the newest entry first. */
export function JournalPage({ machine }: { readonly machine: string }) {
  const path = `/api/rig/machines/${machine}/journal`;
  const { value } = useReading<{ entries: JournalEntry[] }>(path, machine);
  const entries = [...(value?.entries ?? [])].reverse();
  return (
    <>
      <div class="row">
        <a class="plain" href={`${path}.txt`} target="_blank" rel="noopener">
          Open as text
        </a>
      </div>
      {entries.length === 0 ? <p role="status">No entries yet.</p> : <JournalTable entries={entries} />}
    </>
  );
}

function JournalTable({ entries }: { readonly entries: readonly JournalEntry[] }) {
  return (
    <table class="journal">
      <caption class="unseen">Communication journal</caption>
      <thead>
        <tr>
          {['Date', 'File', 'Mode', 'Station', 'Pages', 'Time', 'Result'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={`${entry.date} ${entry.time} ${entry.direction} ${entry.fileNumber} ${entry.address}`}>
            <td>
              {entry.date} {entry.time}
            </td>
            <td>{String(entry.fileNumber).padStart(3, '0')}</td>
            <td>{entry.direction}</td>
            <td>
              {entry.station ?? ''} {entry.address}
            </td>
            <td>{entry.pages}</td>
            <td>{Math.round(entry.durationMs / 1000)} s</td>
            <td title={entry.detail ?? ''}>
              {entry.result}
              {entry.notice === null ? '' : ` (${entry.notice})`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
