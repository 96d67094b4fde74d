import { useEffect, useState } from 'preact/hooks';
import { Drawer } from './drawer/drawer.tsx';
import { Front } from './front/front.tsx';
import { useMachine } from './link/machine-link.ts';
import { DeskPlace } from './paper/desk.tsx';
import { useDesk } from './paper/desk-link.ts';
import { Feeder } from './paper/feeder.tsx';
import { Glass } from './paper/glass.tsx';
import { Hands } from './paper/hands.tsx';
import { OutputTray } from './paper/output-tray.tsx';
import { Topbar } from './topbar.tsx';

/** One machine as a person stands before it; the drawer holds what no real machine shows. */
export function MachinePage({ name }: { readonly name: string }) {
  const link = useMachine(name);
  const desk = useDesk(link);
  const [open, setOpen] = useState(false);
  const { state } = link;
  useEffect(() => {
    document.title = `${name} – dpsim`;
  }, [name]);
  return (
    <>
      <a class="skip" href="#front">
        To the front panel
      </a>
      <Topbar title={name} stream={link.stream} calendar={state?.calendar}>
        <button type="button" class="plain" aria-expanded={open} aria-controls="drawer" onClick={() => setOpen(!open)}>
          Drawer
        </button>
      </Topbar>
      {link.problem === '' ? null : (
        <p class="notice" role="alert">
          {link.problem}{' '}
          <button type="button" class="plain" onClick={link.forgetProblem}>
            Dismiss
          </button>
        </p>
      )}
      <div class="stand" data-drawer={open}>
        {state === null ? (
          <main class="machine">
            <p role="status">Looking for {name}…</p>
          </main>
        ) : (
          <main class="machine">
            <Front state={state} link={link} />
            <div class="sides">
              <DeskPlace desk={desk} />
              <Feeder state={state} link={link} desk={desk} />
              <Glass state={state} link={link} desk={desk} />
              <OutputTray state={state} link={link} />
              <Hands state={state} link={link} />
            </div>
          </main>
        )}
        {open ? <Drawer machine={name} /> : null}
      </div>
    </>
  );
}
