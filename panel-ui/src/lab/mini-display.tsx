import { useEffect, useState } from 'preact/hooks';
import type { Display } from '../../../rig/api/contract.ts';
import { read } from '../link/call.ts';

/** A machine's display as it stands, read anew whenever the rig's log has grown. */
export function MiniDisplay({ machine, event }: { readonly machine: string; readonly event: number }) {
  const [display, setDisplay] = useState<Display | null>(null);
  useEffect(() => {
    let current = true;
    read<Display>(`/api/panel/${machine}/lcd`).then(
      (found) => {
        if (current) setDisplay(found);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [machine, event]);
  return (
    <div class="mini-lcd" data-lit={display?.backlight ?? false}>
      <p>{display?.title}</p>
      <pre>{display?.lines.join('\n')}</pre>
    </div>
  );
}
