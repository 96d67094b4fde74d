import type { Lamps as LampStates } from '../../../rig/api/contract.ts';

const NAMES: readonly (readonly [keyof LampStates, string, string])[] = [
  ['power', 'POWER', 'green'],
  ['receiveData', 'RECEIVE DATA', 'green'],
  ['alarm', 'ALARM', 'red'],
  ['onLine', 'ON LINE', 'green'],
  ['link', 'LINK', 'amber'],
];

/** The lamps; a flashing one is told as such, and stands still in another form where motion is not wanted. */
export function Lamps({ lamps }: { readonly lamps: LampStates }) {
  return (
    <ul class="lamps" aria-label="Lamps">
      {NAMES.map(([lamp, name, colour]) => (
        <li key={lamp}>
          <i class={`lamp lamp-${colour}`} data-state={lamps[lamp]} />
          {name}
          <span class="unseen">: {lamps[lamp]}</span>
        </li>
      ))}
    </ul>
  );
}
