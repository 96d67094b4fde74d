import type { MachineState } from '../../../rig/api/contract.ts';
import type { MachineLink } from '../link/machine-link.ts';
import type { Desk } from './desk-link.ts';
import { DropPlace } from './drop-place.tsx';
import { SheetShape, sheetName } from './sheet-shape.tsx';

/** The glass: one sheet, face down. */
export function Glass({
  state,
  link,
  desk,
}: {
  readonly state: MachineState;
  readonly link: MachineLink;
  readonly desk: Desk;
}) {
  const sheet = state.glass;
  return (
    <DropPlace place="glass" title="Glass" choose="Lay a file on it…" desk={desk}>
      <div class="pane">
        {sheet === null ? (
          <p>Empty</p>
        ) : (
          <>
            <SheetShape sheet={sheet} />
            <p>{sheetName(sheet)}</p>
          </>
        )}
      </div>
      {sheet === null ? null : (
        <div class="row">
          <button type="button" class="plain" onClick={() => link.act('glass/lift')}>
            Lift the sheet
          </button>
        </div>
      )}
    </DropPlace>
  );
}
