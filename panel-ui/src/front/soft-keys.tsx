import type { SoftKey } from '../../../rig/api/contract.ts';

/** The touch targets of the display, in two columns at its right. */
export function SoftKeys({ keys, touch }: { readonly keys: readonly SoftKey[]; readonly touch: (id: string) => void }) {
  return (
    <fieldset class="soft-keys" aria-label="Touch keys of the display">
      {keys.map(({ id, label, selected, disabled }) => (
        <button
          key={id}
          type="button"
          class="soft-key"
          data-id={id}
          aria-pressed={selected}
          aria-disabled={disabled}
          onClick={() => touch(id)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
