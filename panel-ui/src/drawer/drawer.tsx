import { useState } from 'preact/hooks';
import { ChartPage } from './chart-page.tsx';
import { DialoguePage } from './dialogue-page.tsx';
import { EventLogPage } from './event-log-page.tsx';
import { JournalPage } from './journal-page.tsx';
import { WhyPage } from './why-page.tsx';

const PAGES = [
  { id: 'dialogue', title: 'Dialogue', Page: DialoguePage },
  { id: 'why', title: 'Why', Page: WhyPage },
  { id: 'charts', title: 'Charts', Page: ChartPage },
  { id: 'log', title: 'Event log', Page: EventLogPage },
  { id: 'journal', title: 'Journal', Page: JournalPage },
] as const;

/** What a real machine never had: its dialogue on the wire, its reasons, its charts, its log. */
export function Drawer({ machine }: { readonly machine: string }) {
  const [shown, setShown] = useState(0);
  const { id, title, Page } = PAGES[shown] ?? PAGES[0];
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const next = (shown + step + PAGES.length) % PAGES.length;
    setShown(next);
    document.getElementById(`tab-${PAGES[next]?.id}`)?.focus();
  };
  return (
    <aside class="drawer" id="drawer" aria-label="Drawer">
      <div class="tabs" role="tablist" aria-label="Pages of the drawer" onKeyDown={onKeyDown}>
        {PAGES.map((page, i) => (
          <button
            key={page.id}
            id={`tab-${page.id}`}
            type="button"
            role="tab"
            aria-selected={i === shown}
            aria-controls="drawer-page"
            tabIndex={i === shown ? 0 : -1}
            onClick={() => setShown(i)}
          >
            {page.title}
          </button>
        ))}
      </div>
      <div
        class="drawer-page"
        id="drawer-page"
        role="tabpanel"
        aria-labelledby={`tab-${id}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        data-page={title}
      >
        <Page machine={machine} />
      </div>
    </aside>
  );
}
