import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChartState } from '../../../rig/api/contract.ts';
import { useReading } from '../link/rig-link.ts';
import { instantText } from './time-text.ts';

/** Drawn from the machines themselves by `make charts`; loaded when looked at. */
const DRAWINGS = import.meta.glob<string>('../../charts/*.svg', { query: '?url', import: 'default', eager: true });
const NAMES = Object.keys(DRAWINGS).map((path) => path.replace(/^.*\/|\.svg$/g, ''));

/** A state chart with the active states lit. */
export function ChartPage({ machine }: { readonly machine: string }) {
  const { value } = useReading<{ charts: ChartState[] }>(`/api/rig/machines/${machine}/charts`, machine);
  const [chosen, setChosen] = useState('panel');
  const charts = value?.charts ?? [];
  const running = charts.filter(({ chart }) => chart === chosen);
  return (
    <>
      <fieldset class="row bare" aria-label="Charts">
        {NAMES.map((name) => (
          <button key={name} type="button" class="plain" aria-pressed={name === chosen} onClick={() => setChosen(name)}>
            {name}
            {charts.some(({ chart }) => chart === name) ? ' ●' : ''}
          </button>
        ))}
      </fieldset>
      <ul class="count" aria-label="Active states">
        {running.length === 0 ? <li>Not running now.</li> : null}
        {running.map(({ fileNumber, destination, state, since }) => (
          <li key={`${fileNumber} ${destination}`}>
            <b>{state}</b> since {instantText(since)}
            {fileNumber === null ? '' : `, file ${String(fileNumber).padStart(3, '0')}`}
            {destination === null ? '' : `, ${destination}`}
          </li>
        ))}
      </ul>
      <Drawing name={chosen} active={running.flatMap(({ ids }) => ids)} />
    </>
  );
}

function Drawing({ name, active }: { readonly name: string; readonly active: readonly string[] }) {
  const place = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState('');
  useEffect(() => {
    let current = true;
    const url = DRAWINGS[`../../charts/${name}.svg`] ?? '';
    void fetch(url)
      .then((response) => response.text())
      .then((svg) => {
        if (!current) return;
        const picture = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
        place.current?.replaceChildren(document.adoptNode(picture));
        setDrawn(name);
      });
    return () => {
      current = false;
    };
  }, [name]);
  const ids = active.join(' ');
  useEffect(() => {
    for (const lit of place.current?.querySelectorAll('.active') ?? []) lit.classList.remove('active');
    for (const id of ids.split(' ')) document.getElementById(id)?.classList.add('active');
    bringIntoSight(place.current);
  }, [ids, drawn]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="drawing" ref={place} tabIndex={0} aria-label="Drawing of the chart" />
  );
}

/** Scrolls the drawing, and nothing around it, so that the innermost lit state stands in the middle. */
function bringIntoSight(place: HTMLElement | null): void {
  const state = [...(place?.querySelectorAll('.active') ?? [])].at(-1);
  if (place === null || state === undefined) return;
  const at = state.getBoundingClientRect();
  const frame = place.getBoundingClientRect();
  place.scrollBy({
    left: at.left + at.width / 2 - frame.left - frame.width / 2,
    top: at.top + at.height / 2 - frame.top - frame.height / 2,
  });
}
