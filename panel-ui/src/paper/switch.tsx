/** Something that stands one way or the other. */
export function Switch(props: { readonly title: string; readonly on: boolean; readonly set: (on: boolean) => void }) {
  return (
    <button
      type="button"
      class="plain switch"
      role="switch"
      aria-checked={props.on}
      onClick={() => props.set(!props.on)}
    >
      <i aria-hidden="true" />
      {props.title}
    </button>
  );
}
