import { useEffect, useState } from 'preact/hooks';
import type { JournalEntry, RigState } from '../../../rig/api/contract.ts';
import { read } from '../link/call.ts';

/** A page that some machine of the rig has sent. */
export interface SentPage {
  readonly label: string;
  readonly path: string;
}

/** Pages of every transmission in the journals, the newest first. */
export function useSentPages(): readonly SentPage[] {
  const [pages, setPages] = useState<readonly SentPage[]>([]);
  useEffect(() => {
    void sentPages().then(setPages, () => setPages([]));
  }, []);
  return pages;
}

async function sentPages(): Promise<readonly SentPage[]> {
  const { machines } = await read<RigState>('/api/rig');
  const lists = await Promise.all(
    machines
      .filter(({ powered }) => powered)
      .map(async ({ name }) => {
        const { entries } = await read<{ entries: JournalEntry[] }>(`/api/rig/machines/${name}/journal`);
        return entries.filter(({ direction }) => direction === 'XMT').flatMap((entry) => pagesOf(name, entry));
      }),
  );
  return lists.flat().reverse();
}

function pagesOf(machine: string, { fileNumber, pages }: JournalEntry): readonly SentPage[] {
  const file = String(fileNumber).padStart(3, '0');
  return Array.from({ length: pages }, (_, i) => ({
    label: `${machine}, file ${file}, page ${i + 1}`,
    path: `/api/rig/machines/${machine}/sent/${fileNumber}/${i + 1}.png`,
  })).reverse();
}
