import type { Desk } from './desk-link.ts';
import { DropPlace, ORIGINAL_TYPE } from './drop-place.tsx';

/** The desk: originals at hand, by name; drag them, or use their two buttons. */
export function DeskPlace({ desk }: { readonly desk: Desk }) {
  return (
    <DropPlace place="desk" title="Desk" choose="Bring files…" desk={desk}>
      {desk.originals.length === 0 ? <p class="count">No originals: bring pictures, TIFF or PDF.</p> : null}
      <ul class="originals" aria-label="Originals on the desk">
        {desk.originals.map(({ id, label, sheets }) => (
          <li key={id} draggable onDragStart={(event) => event.dataTransfer?.setData(ORIGINAL_TYPE, id)}>
            <span class="original-name" title={label}>
              {label}
            </span>
            <span class="count">{sheets.length === 1 ? '1 sheet' : `${sheets.length} sheets`}</span>
            <span class="row">
              <button
                type="button"
                class="plain"
                aria-label={`Put ${label} into the feeder`}
                onClick={() => desk.put(id, 'feeder')}
              >
                Feeder
              </button>
              <button
                type="button"
                class="plain"
                aria-label={`Lay ${label} on the glass`}
                onClick={() => desk.put(id, 'glass')}
              >
                Glass
              </button>
              <button type="button" class="plain" aria-label={`Throw ${label} away`} onClick={() => desk.discard(id)}>
                ×
              </button>
            </span>
          </li>
        ))}
      </ul>
    </DropPlace>
  );
}
