import type { Display as DisplayState } from '../../../rig/api/contract.ts';

/**
 * The display's plain-text twin: what the imitation paints, in words and order that a screen reader tells, every change
 * politely. The imitation's own lines are hidden from it, so that nothing is read twice.
 */
export function DisplayText({ display, powered }: { readonly display: DisplayState; readonly powered: boolean }) {
  const { entry } = display;
  return (
    <section class="twin" role="status" aria-live="polite" aria-label="Display text">
      {powered ? <h2>{display.title}</h2> : <p>The display is dark.</p>}
      <ol aria-label="Lines of the display">
        {display.lines.map((line, i) => (
          <li key={i} aria-label={`Line ${i + 1}: ${line.trim() === '' ? 'empty' : line}`}>
            {line}
          </li>
        ))}
      </ol>
      {entry === null ? null : (
        <p>
          {entry.label}: {entry.value === '' ? 'empty' : entry.value}
        </p>
      )}
    </section>
  );
}
