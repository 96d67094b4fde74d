import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Original } from '../../../rig/api/contract.ts';
import { read, send, sendFile } from '../link/call.ts';
import type { MachineLink } from '../link/machine-link.ts';

/** Where paper can be put. */
export type PaperPlace = 'feeder' | 'glass';

/** The desk beside the machines: files that became paper, and what hands do with them. */
export interface Desk {
  readonly originals: readonly Original[];
  /** Files chosen or dropped: laid on the desk, and from there where they were dropped. */
  readonly bring: (files: Iterable<File>, place: PaperPlace | 'desk') => void;
  readonly put: (id: string, place: PaperPlace) => void;
  readonly discard: (id: string) => void;
}

export function useDesk(link: MachineLink): Desk {
  const [originals, setOriginals] = useState<readonly Original[]>([]);
  const { act, attempt } = link;
  const refresh = useCallback(
    () =>
      attempt(async () => {
        const found = await read<{ originals: Original[] }>('/api/rig/originals');
        setOriginals(found.originals);
      }),
    [attempt],
  );
  useEffect(refresh, []);
  const put = (id: string, place: PaperPlace): void =>
    place === 'feeder' ? act('feeder/load', { originals: [id] }) : act('glass/lay', { original: id });
  return {
    originals,
    put,
    bring: (files, place) => {
      for (const file of files) {
        attempt(async () => {
          const label = encodeURIComponent(file.name);
          const { id } = await sendFile<Original>(`/api/rig/originals?label=${label}`, file);
          if (place !== 'desk') put(id, place);
          refresh();
        });
      }
    },
    discard: (id) => {
      attempt(() => send(`/api/rig/originals/${id}`, {}, 'DELETE'));
      refresh();
    },
  };
}
