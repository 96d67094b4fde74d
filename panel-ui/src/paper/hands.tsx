import type { MachineState } from '../../../rig/api/contract.ts';
import type { MachineLink } from '../link/machine-link.ts';
import { Switch } from './switch.tsx';

/** Row of a sheet at which it gets stuck when a hand jams the feeder: some way in, so that a part is scanned. */
const JAM_ROW = 300;

/** What hands do at the machine's other sides: plug, cable, printer, paper, and what goes wrong with paper. */
export function Hands({ state, link }: { readonly state: MachineState; readonly link: MachineLink }) {
  const { lan, printer } = state;
  const { act, arrange } = link;
  return (
    <section class="card hands" aria-label="Hands">
      <h2>Hands</h2>
      <div class="row">
        <Switch title="Power" on={state.powered} set={(on) => arrange(on ? 'power/on' : 'power/off')} />
        <button type="button" class="plain" onClick={() => arrange('power/cut')}>
          Pull the plug
        </button>
        <button type="button" class="plain" onClick={() => arrange('power/reset')}>
          Press the reset switch
        </button>
        <Switch title="LAN cable" on={lan.plugged} set={(on) => arrange(on ? 'cable/plug' : 'cable/unplug')} />
      </div>
      <div class="row">
        <button type="button" class="plain" onClick={() => arrange('feeder/jam', { atRow: JAM_ROW })}>
          Jam the next sheet
        </button>
        <button type="button" class="plain" onClick={() => arrange('feeder/misfeed')}>
          Misfeed the next sheet
        </button>
      </div>
      <div class="row">
        <Switch
          title="Printer jammed"
          on={printer.jammed}
          set={(on) => (on ? arrange('printer/jam', { afterSheets: null }) : act('printer/clear'))}
        />
        <Switch
          title="Printer cover open"
          on={printer.coverOpen}
          set={(on) => act(`covers/printer/${on ? 'open' : 'close'}`)}
        />
        <Switch
          title="Toner low"
          on={printer.tonerLow}
          set={(on) => arrange('printer/toner', { level: on ? 'low' : 'enough' })}
        />
      </div>
      <h3>Paper trays</h3>
      <ul class="trays">
        {state.paper.map((tray) => (
          <PaperTray key={tray.paper} tray={tray} link={link} />
        ))}
      </ul>
    </section>
  );
}

function PaperTray({ tray, link }: { readonly tray: MachineState['paper'][number]; readonly link: MachineLink }) {
  const { paper, sheets } = tray;
  const path = `paper/${paper}`;
  return (
    <li class="row">
      <span class="tray-name">
        {paper}: {sheets === 'refilled' ? 'always full' : sheets === 1 ? '1 sheet' : `${sheets} sheets`}
      </span>
      <button
        type="button"
        class="plain"
        aria-label={`Take the ${paper} paper out`}
        onClick={() => link.act(`${path}/take`)}
      >
        Take
      </button>
      <button
        type="button"
        class="plain"
        aria-label={`Put 1 sheet of ${paper} in`}
        onClick={() => link.act(`${path}/put`, { sheets: 1 })}
      >
        1 sheet
      </button>
      <button
        type="button"
        class="plain"
        aria-label={`Fill the ${paper} tray for good`}
        onClick={() => link.act(`${path}/put`, { sheets: null })}
      >
        Fill
      </button>
    </li>
  );
}
