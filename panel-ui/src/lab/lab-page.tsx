import { useEffect } from 'preact/hooks';
import type { RigState } from '../../../rig/api/contract.ts';
import { useReading } from '../link/rig-link.ts';
import { Topbar } from '../topbar.tsx';
import { LanDrawing } from './lan-drawing.tsx';
import { MachineCard } from './machine-card.tsx';

/** Machines whose displays are read anew with every event; of more only the facts are shown. */
const DISPLAYS_SHOWN = 12;

/** The overview: the LAN as it is wired, and every machine with its display. */
export function LabPage() {
  const { value: rig, stream } = useReading<RigState>('/api/rig', null);
  useEffect(() => {
    document.title = 'Lab – dpsim';
  }, []);
  return (
    <>
      <Topbar title="Lab" stream={stream} calendar={rig?.time.calendar} />
      <main class="lab">
        {rig === null ? (
          <p role="status">Looking for the rig…</p>
        ) : (
          <>
            <section class="card" aria-label="LAN">
              <h2>LAN</h2>
              <LanDrawing rig={rig} />
            </section>
            <section class="card" aria-label="Machines">
              <h2>Machines</h2>
              <ul class="machine-cards">
                {rig.machines.map((machine, i) => (
                  <MachineCard key={machine.name} machine={machine} event={i < DISPLAYS_SHOWN ? rig.event : null} />
                ))}
              </ul>
            </section>
          </>
        )}
      </main>
    </>
  );
}
