import type { Clock } from '../clock/clock.ts';
import type { TraceWriter } from '../trace/trace.ts';
import { broadcastAddress, LIMITED_BROADCAST } from './ipv4.ts';
import type { Endpoint } from './network-interface.ts';
import { type Attachment, isUp, walk } from './routing.ts';

/** Most octets one datagram can carry: 65535 less the IPv4 and UDP headers (RFC 768, RFC 791). */
export const DATAGRAM_OCTETS = 65_507;

/**
 * Carries one datagram: to one host by everybody's routing, or to all hosts of the sender's segment when it is addressed
 * to 255.255.255.255 or the sender's subnet broadcast. Nothing tells the sender of a loss; the log does.
 */
export function carryDatagram(
  lan: { readonly clock: Clock; readonly trace: TraceWriter },
  sender: Attachment,
  port: number,
  octets: Uint8Array,
  to: Endpoint,
): void {
  const own = sender.configuration;
  const from: Endpoint = { address: own?.address ?? '0.0.0.0', port };
  const lost = (why: string) =>
    lan.trace.write('datagram.lost', { from: `${from.address}:${port}`, to: `${to.address}:${to.port}`, why });
  if (octets.length > DATAGRAM_OCTETS) {
    lost(`${octets.length} octets, at most ${DATAGRAM_OCTETS} go into one`);
    return;
  }
  const copy = Uint8Array.from(octets);
  const isBroadcast =
    to.address === LIMITED_BROADCAST || (own !== undefined && to.address === broadcastAddress(own.address, own.mask));
  if (isBroadcast) {
    broadcast(lan.clock, sender, copy, from, to.port);
    return;
  }
  const path = walk(sender.node, to.address);
  if (path.kind === 'arrived') {
    const deliver = () => path.node.takeDatagram(to.port, copy, from);
    lan.clock.alarm(lan.clock.now() + path.latencyMs, deliver, 'datagram arrives');
    return;
  }
  if (path.kind === 'lost') lost(path.why);
  else if (path.kind === 'no-route') lost(`${path.at.name} has no route to ${to.address}`);
  else lost(`${path.at.name} gets no answer from ${path.nextHop} on its segment`);
}

function broadcast(clock: Clock, sender: Attachment, octets: Uint8Array, from: Endpoint, port: number): void {
  if (!isUp(sender)) return;
  const at = clock.now() + sender.segment.latencyMs;
  for (const hearer of sender.segment.attachments) {
    if (hearer === sender || !isUp(hearer)) continue;
    clock.alarm(at, () => hearer.node.takeDatagram(port, octets, from), 'broadcast arrives');
  }
}
