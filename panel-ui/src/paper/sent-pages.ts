import { useEffect, useState } from 'preact/hooks';
import type { RigState, SentFax } from '../../../rig/api/contract.ts';
import { read } from '../link/call.ts';

/** A page that some machine of the rig has sent. */
export interface SentPage {
  readonly label: string;
  readonly path: string;
}

/** Pages of the last messages that the machines of the rig sent, the newest first. */
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
    machines.map(async ({ name }) => {
      const { sent } = await read<{ sent: SentFax[] }>(`/api/rig/machines/${name}/sent`);
      return sent.flatMap((fax) => pagesOf(name, fax));
    }),
  );
  return lists.flat().reverse();
}

function pagesOf(machine: string, { id, to, pages }: SentFax): readonly SentPage[] {
  return Array.from({ length: pages }, (_, i) => ({
    label: `${machine} to ${to[0] ?? 'nobody'}, message ${id}, page ${i + 1}`,
    path: `/api/rig/machines/${machine}/sent/${id}/pages/${i + 1}.png`,
  })).reverse();
}
