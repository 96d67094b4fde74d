import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Desk, PaperPlace } from './desk-link.ts';

/** Originals of the desk travel by their id. */
export const ORIGINAL_TYPE = 'application/x-dpsim-original';

/** A place that takes files and originals of the desk dropped on it, and files chosen by its button. */
export function DropPlace(props: {
  readonly place: PaperPlace | 'desk';
  readonly title: string;
  readonly choose: string;
  readonly desk: Desk;
  readonly children: ComponentChildren;
}) {
  const { place, title, desk } = props;
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const original = event.dataTransfer?.getData(ORIGINAL_TYPE) ?? '';
    if (original !== '' && place !== 'desk') desk.put(original, place);
    else desk.bring(event.dataTransfer?.files ?? [], place);
  };
  return (
    <section
      class="card drop"
      data-place={place}
      data-over={over}
      aria-label={title}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2>{title}</h2>
      {props.children}
      <label class="plain choose">
        {props.choose}
        <input
          type="file"
          multiple={place !== 'glass'}
          accept="image/*,.pdf,.tif,.tiff,.svg"
          onChange={({ currentTarget }) => {
            desk.bring([...(currentTarget.files ?? [])], place);
            currentTarget.value = '';
          }}
        />
      </label>
    </section>
  );
}
