import { createSocket, type Socket } from 'node:dgram';
import type { DatagramPort, Endpoint } from './network-interface.ts';
import type { Uplink } from './uplink.ts';

/**
 * A datagram port with a second leg on the host's network, opened when the first datagram leaves by the uplink. What
 * arrives there is told under the address it was asked at, whatever it was redirected to.
 */
export class UplinkedDatagrams implements DatagramPort {
  readonly #inside: DatagramPort;
  readonly #uplinkTo: (address: string) => Uplink | undefined;
  readonly #askedAt = new Map<string, Endpoint>();
  #socket: Socket | undefined;
  #handler: ((octets: Uint8Array, from: Endpoint) => void) | undefined;

  constructor(inside: DatagramPort, uplinkTo: (address: string) => Uplink | undefined) {
    this.#inside = inside;
    this.#uplinkTo = uplinkTo;
  }

  get port(): number {
    return this.#inside.port;
  }

  send(octets: Uint8Array, to: Endpoint): void {
    const uplink = this.#uplinkTo(to.address);
    if (uplink === undefined) {
      this.#inside.send(octets, to);
      return;
    }
    if (!uplink.permits(to.address)) return;
    const target = uplink.target(to);
    this.#askedAt.set(keyOf(target), { ...to });
    // A datagram that cannot be sent is a lost one: who waits for an answer has a timer.
    this.#outside().send(octets, target.port, target.address, () => undefined);
  }

  onMessage(handler: (octets: Uint8Array, from: Endpoint) => void): void {
    this.#handler = handler;
    this.#inside.onMessage(handler);
  }

  close(): void {
    this.#inside.close();
    this.#socket?.close();
    this.#socket = undefined;
  }

  #outside(): Socket {
    if (this.#socket !== undefined) return this.#socket;
    const socket = createSocket({ type: 'udp4' });
    socket.on('error', () => undefined);
    socket.on('message', (octets, { address, port }) => {
      // Only those who were asked are heard.
      const askedAt = this.#askedAt.get(keyOf({ address, port }));
      if (askedAt !== undefined) this.#handler?.(octets, askedAt);
    });
    this.#socket = socket;
    return socket;
  }
}

function keyOf({ address, port }: Endpoint): string {
  return `${address}:${port}`;
}
