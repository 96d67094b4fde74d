import type { HardKeyFace } from './hard-keys.ts';

/** One key of the machine's front. */
export function HardKey({ face, press }: { readonly face: HardKeyFace; readonly press: () => void }) {
  const printed = face.key === 'ENERGY-SAVER' ? 'ENERGY SAVER' : face.key;
  return (
    <button
      type="button"
      class={`key key-${face.shape} key-${face.colour}`}
      aria-label={face.name === printed ? undefined : face.name}
      onClick={press}
    >
      <span class="legend">{printed}</span>
    </button>
  );
}
