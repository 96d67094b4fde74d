import type { RigMachine } from '../../../rig/api/contract.ts';
import { MiniDisplay } from './mini-display.tsx';

/** One machine of the overview: its display as a picture, where it is reached, the way to its panel. */
export function MachineCard({ machine, event }: { readonly machine: RigMachine; readonly event: number | null }) {
  const { name, model, powered, ready, alarm, link, address, mailbox, smtpPorts } = machine;
  return (
    <li class="machine-card">
      <h3>
        <a href={machine.panel}>{name}</a> <span class="count">{model.toUpperCase()}</span>
      </h3>
      {event === null ? null : <MiniDisplay machine={name} event={event} />}
      <p>
        {powered ? (ready ? 'Ready' : 'Starting') : 'Power off'}
        {alarm === 'off' ? '' : ', alarm'}
        {link === 'up' ? '' : ', no link'}
      </p>
      <dl>
        <dt>Address</dt>
        <dd>{address ?? 'none'}</dd>
        <dt>Mailbox</dt>
        <dd>{mailbox ?? 'none'}</dd>
        {smtpPorts.length === 0 ? null : (
          <>
            <dt>SMTP</dt>
            <dd>{smtpPorts.map((one) => `${one.address}:${one.port}`).join(', ')}</dd>
          </>
        )}
      </dl>
    </li>
  );
}
