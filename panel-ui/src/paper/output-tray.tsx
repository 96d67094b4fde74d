import { useState } from 'preact/hooks';
import type { MachineState, PrintedSheet } from '../../../rig/api/contract.ts';
import type { MachineLink } from '../link/machine-link.ts';
import { PageViewer } from './page-viewer.tsx';

/** Millimetres of paper a pixel of a page in the tray stands for. */
const MM_PER_PIXEL = 2.6;
const MM_PER_INCH = 25.4;

/** The output tray: pages as they came out, at their true proportions; a click takes one before the eyes. */
export function OutputTray({ state, link }: { readonly state: MachineState; readonly link: MachineLink }) {
  const [shown, setShown] = useState<PrintedSheet | null>(null);
  const { sheets, newest } = state.tray;
  const rig = `/api/rig/machines/${state.name}`;
  return (
    <section class="card tray" aria-label="Output tray">
      <h2>Output tray</h2>
      <p class="count" role="status">
        {sheets === 0 ? 'Empty' : sheets === 1 ? '1 sheet' : `${sheets} sheets`}
      </p>
      <ol class="pages" aria-label="Printed sheets, the first printed first">
        {newest.map((sheet) => (
          <li key={`${sheet.number} ${sheet.printedAt}`}>
            <button
              type="button"
              class="page-button"
              aria-label={`Look at sheet ${sheet.number}, ${sheet.label}`}
              onClick={() => setShown(sheet)}
            >
              <img src={pagePath(state.name, sheet)} alt="" {...pageSize(sheet, MM_PER_PIXEL)} />
            </button>
          </li>
        ))}
      </ol>
      {sheets === 0 ? null : (
        <div class="row">
          <a class="plain" href={`${rig}/tray.pdf`} target="_blank" rel="noopener">
            Open as PDF
          </a>
          <button type="button" class="plain" onClick={() => link.act('tray/take')}>
            Take the sheets out
          </button>
        </div>
      )}
      {shown === null ? null : <PageViewer machine={state.name} sheet={shown} close={() => setShown(null)} />}
    </section>
  );
}

/** The printed page as a picture; numbers begin anew with an empty tray, so the instant is part of the path. */
export function pagePath(machine: string, sheet: PrintedSheet): string {
  return `/api/rig/machines/${machine}/tray/${sheet.number}.png?printedAt=${sheet.printedAt}`;
}

/** Pixels of the screen for a page whose pels need not be square. */
export function pageSize(sheet: PrintedSheet, mmPerPixel: number): { readonly width: number; readonly height: number } {
  return {
    width: Math.round((sheet.width / sheet.xDpi) * (MM_PER_INCH / mmPerPixel)),
    height: Math.round((sheet.height / sheet.yDpi) * (MM_PER_INCH / mmPerPixel)),
  };
}
