import { useEffect, useRef, useState } from 'preact/hooks';
import type { PrintedSheet } from '../../../rig/api/contract.ts';
import { pagePath, pageSize } from './output-tray.tsx';
import { PageOverlay } from './page-overlay.tsx';
import { type SentPage, useSentPages } from './sent-pages.ts';

/** A page before the eyes, in millimetres a pixel: A4 stands 850 pixels high. */
const MM_PER_PIXEL = 0.35;

/** One printed sheet at full size; laid over a page that was sent, where both agree and where not. */
export function PageViewer(props: {
  readonly machine: string;
  readonly sheet: PrintedSheet;
  readonly close: () => void;
}) {
  const { machine, sheet } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [against, setAgainst] = useState<SentPage | null>(null);
  const sent = useSentPages();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const path = pagePath(machine, sheet);
  const size = pageSize(sheet, MM_PER_PIXEL);
  return (
    <dialog class="viewer" ref={dialog} aria-label={`Sheet ${sheet.number}`} onClose={props.close}>
      <header class="row">
        <h2>
          Sheet {sheet.number}: {sheet.label}
        </h2>
        <span class="count">
          {sheet.width} × {sheet.height} pels, {sheet.xDpi} × {sheet.yDpi} dpi, {sheet.paper}
        </span>
        <a class="plain" href={path} target="_blank" rel="noopener">
          Open as PNG
        </a>
        <label class="row">
          Lay over a sent page
          <select
            value={against?.path ?? ''}
            onChange={({ currentTarget }) => setAgainst(sent.find((one) => one.path === currentTarget.value) ?? null)}
          >
            <option value="">none</option>
            {sent.map((one) => (
              <option key={one.path} value={one.path}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="plain" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section class="viewer-page" tabIndex={0} aria-label="The page">
        {against === null ? (
          <img src={path} alt={`Printed sheet ${sheet.number}`} {...size} />
        ) : (
          <PageOverlay sent={against.path} received={path} size={size} />
        )}
      </section>
    </dialog>
  );
}
