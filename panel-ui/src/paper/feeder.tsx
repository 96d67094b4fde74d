import type { MachineState } from '../../../rig/api/contract.ts';
import type { MachineLink } from '../link/machine-link.ts';
import type { Desk } from './desk-link.ts';
import { DropPlace } from './drop-place.tsx';
import { SheetShape, sheetName } from './sheet-shape.tsx';
import { Switch } from './switch.tsx';

/** Sheets drawn of a thick stack; the others are counted. */
const DRAWN = 6;

/** The document feeder: sheets waiting, a stuck one, its cover. */
export function Feeder({
  state,
  link,
  desk,
}: {
  readonly state: MachineState;
  readonly link: MachineLink;
  readonly desk: Desk;
}) {
  const { sheets, stuck, misfed, coverOpen } = state.feeder;
  return (
    <DropPlace place="feeder" title="Document feeder" choose="Put files in…" desk={desk}>
      <p class="count">{sheets.length === 0 ? 'No sheets waiting' : `${sheets.length} waiting`}</p>
      <ol class="stack" aria-label="Sheets waiting, the next one first">
        {sheets.slice(0, DRAWN).map((sheet, i) => (
          <li key={i} title={sheetName(sheet)}>
            <SheetShape sheet={sheet} />
            <span class="unseen">{sheetName(sheet)}</span>
          </li>
        ))}
      </ol>
      {stuck === null && !misfed ? null : <p class="trouble">{stuck ?? 'The next sheet was not drawn in.'}</p>}
      <div class="row">
        {stuck === null && !misfed ? null : (
          <button type="button" class="plain" onClick={() => link.act('feeder/clear')}>
            Free the paper path
          </button>
        )}
        {sheets.length === 0 ? null : (
          <button type="button" class="plain" onClick={() => link.act('feeder/take')}>
            Take the sheets out
          </button>
        )}
        <Switch title="Cover open" on={coverOpen} set={(on) => link.act(`covers/feeder/${on ? 'open' : 'close'}`)} />
      </div>
    </DropPlace>
  );
}
