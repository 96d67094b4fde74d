import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VirtualClock } from '../../device-model/clock/virtual-clock.ts';
import {
  type LanConnection,
  LanError,
  type Listener,
  type NetworkInterface,
} from '../../device-model/network/network-interface.ts';

/** Two interfaces that can reach each other, both configured, and the means to let things happen. */
export interface LanRig {
  readonly near: NetworkInterface;
  readonly far: NetworkInterface;
  readonly nearAddress: string;
  /** Where it is another: the address `far` sees `near` at, as behind a translation of addresses. */
  readonly nearSeenAt?: string;
  readonly farAddress: string;
  /** An address of this LAN that `near` may take later. */
  readonly spareAddress: string;
  /** The clock of the idle timers. */
  readonly clock: VirtualClock;
  /** Octets the implementation may hold between a writer and a reader who does not read; undefined: the host's secret. */
  readonly heldOctets: number | undefined;
  /** Lets the LAN work until the promise settles. */
  when<T>(promise: Promise<T>): Promise<T>;
  close(): void;
}

/** What every implementation of the LAN port must do alike. */
export function lanContract(name: string, layOut: () => Promise<LanRig>): void {
  describe(`LAN port: ${name}`, () => {
    let rig: LanRig;
    beforeEach(async () => {
      rig = await layOut();
    });
    afterEach(() => rig.close());

    async function listen(onConnection: (connection: LanConnection) => void): Promise<Listener> {
      const listener = rig.far.listen(0, (connection) => {
        connection.on('error', () => undefined);
        onConnection(connection);
      });
      if (listener.bound !== undefined) await rig.when(listener.bound);
      return listener;
    }

    /** Both ends of one open connection. */
    async function connectionPair(): Promise<{ near: LanConnection; far: LanConnection }> {
      let accepted: (connection: LanConnection) => void = () => undefined;
      const arrival = new Promise<LanConnection>((resolve) => {
        accepted = resolve;
      });
      const listener = await listen((connection) => accepted(connection));
      const near = rig.near.connect({ address: rig.farAddress, port: listener.port });
      near.on('error', () => undefined);
      const far = await rig.when(arrival);
      await rig.when(happened(near, 'connect', () => near.readyState === 'open'));
      listener.close();
      return { near, far };
    }

    test('a reply really arrives: both ends are open, and know each other', async () => {
      const { near, far } = await connectionPair();
      expect([near.readyState, far.readyState]).toEqual(['open', 'open']);
      expect([far.localAddress, far.remoteAddress]).toEqual([rig.farAddress, rig.nearSeenAt ?? rig.nearAddress]);
      expect([near.localPort, near.remotePort]).toEqual([far.remotePort, far.localPort]);
      far.write('220 ready\r\n');
      const [reply] = await rig.when(nextData(near));
      expect(String(reply)).toBe('220 ready\r\n');
    });

    test('what was written before the connection was open is not lost', async () => {
      const received: Buffer[] = [];
      let ended: Promise<void> | undefined;
      const listener = await listen((connection) => {
        connection.on('data', (octets: Buffer) => received.push(octets));
        ended = happened(connection, 'end');
      });
      const near = rig.near.connect({ address: rig.farAddress, port: listener.port });
      expect(near.readyState).toBe('opening');
      near.end('early');
      await rig.when(happened(near, 'close'));
      await rig.when(ended ?? Promise.reject(new Error('never accepted')));
      expect(Buffer.concat(received).toString()).toBe('early');
    });

    test('octets arrive in order and equal, however they are cut', async () => {
      const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 3000 }), { minLength: 1, maxLength: 20 });
      await fc.assert(
        fc.asyncProperty(chunks, async (pieces) => {
          const { near, far } = await connectionPair();
          const received: Buffer[] = [];
          far.on('data', (octets: Buffer) => received.push(octets));
          const ended = happened(far, 'end');
          for (const piece of pieces) near.write(piece);
          near.end();
          await rig.when(ended);
          expect(Buffer.concat(received).equals(Buffer.concat(pieces))).toBe(true);
        }),
        { numRuns: 12 },
      );
    });

    test('the writer may use its buffer again once the write has been called back', async () => {
      const { near, far } = await connectionPair();
      const buffer = Buffer.from('first');
      await rig.when(new Promise<void>((resolve) => near.write(buffer, () => resolve())));
      buffer.fill('x');
      expect(String((await rig.when(nextData(far)))[0])).toBe('first');
    });

    test('an end is answered by an end, and both sides close without an error', async () => {
      const { near, far } = await connectionPair();
      const errors: unknown[] = [];
      near.on('error', (error) => errors.push(error));
      far.on('error', (error) => errors.push(error));
      const closed = Promise.all([happened(near, 'close'), happened(far, 'close')]);
      far.resume();
      near.resume();
      near.end('bye');
      await rig.when(closed);
      expect(errors).toEqual([]);
      expect([near.readyState, far.readyState]).toEqual(['closed', 'closed']);
    });

    test('a connection destroyed half-way is reset at the far end', async () => {
      const { near, far } = await connectionPair();
      far.resume();
      const failed = failure(far);
      near.write('DATA half of a mess');
      // A host that finds octets and the reset in one look at the socket reports an end instead (libuv): so first the octets.
      await rig.when(nextData(far));
      near.destroy();
      expect(await rig.when(failed)).toMatchObject({ code: 'ECONNRESET' });
      expect(await rig.when(failed)).toBeInstanceOf(LanError);
    });

    test('a reader who does not read stalls the writer', async () => {
      const { near, far } = await connectionPair();
      const total = 5 * 1024 * 1024;
      const chunk = Buffer.alloc(32 * 1024, 7);
      let taken = 0;
      let written = 0;
      const goOn = () => {
        while (written < total) {
          written += chunk.length;
          const more = near.write(chunk, () => {
            taken += chunk.length;
          });
          if (!more) return;
        }
        near.removeListener('drain', goOn);
        near.end();
      };
      near.on('drain', goOn);
      goOn();
      if (rig.heldOctets !== undefined) {
        await rig.clock.advanceBy(1_000);
        expect(taken).toBeLessThanOrEqual(rig.heldOctets);
        expect(near.writableLength).toBeLessThanOrEqual(near.writableHighWaterMark + chunk.length);
      }
      let received = 0;
      far.on('data', (octets: Buffer) => {
        received += octets.length;
      });
      await rig.when(happened(far, 'end'));
      expect(received).toBe(total);
    });

    test('5 MB arrive equal while neither side holds much', async () => {
      const { near, far } = await connectionPair();
      const chunk = Buffer.alloc(50_000);
      const sent = createHash('sha256');
      const received = createHash('sha256');
      let left = 100;
      let mostHeld = 0;
      const goOn = () => {
        let more = true;
        while (more && left > 0) {
          left -= 1;
          chunk.fill(left);
          sent.update(chunk);
          more = near.write(Buffer.from(chunk));
          mostHeld = Math.max(mostHeld, near.writableLength);
        }
        if (left === 0) near.end();
      };
      near.on('drain', goOn);
      goOn();
      far.on('data', (octets: Buffer) => {
        received.update(octets);
        mostHeld = Math.max(mostHeld, far.readableLength);
      });
      await rig.when(happened(far, 'end'));
      expect(received.digest('hex')).toBe(sent.digest('hex'));
      expect(mostHeld).toBeLessThanOrEqual(near.writableHighWaterMark + chunk.length);
    });

    test('the idle timer counts from the last octet, on the clock, and calls back once', async () => {
      const { near, far } = await connectionPair();
      far.resume();
      let rings = 0;
      near.setTimeout(60_000, () => {
        rings += 1;
      });
      await rig.clock.advanceBy(59_000);
      await rig.when(new Promise<void>((resolve) => near.write('NOOP\r\n', () => resolve())));
      await rig.clock.advanceBy(59_000);
      expect(rings).toBe(0);
      await rig.clock.advanceBy(2_000);
      expect(rings).toBe(1);
      expect(near.destroyed).toBe(false);
      near.setTimeout(0);
      await rig.clock.advanceBy(600_000);
      expect(rings).toBe(1);
    });

    test('a port nobody listens on refuses', async () => {
      const listener = await listen(() => undefined);
      const { port } = listener;
      listener.close();
      const near = rig.near.connect({ address: rig.farAddress, port });
      expect(await rig.when(failure(near))).toMatchObject({ name: 'LanError', code: 'ECONNREFUSED' });
    });

    test('a port is listened on once, and again after it was closed', async () => {
      const listener = await listen(() => undefined);
      expect(listener.port).toBeGreaterThan(0);
      expect(() => rig.far.listen(listener.port, () => undefined)).toThrow(
        expect.objectContaining({ code: 'EADDRINUSE' }),
      );
      listener.close();
      const again = rig.far.listen(listener.port, () => undefined);
      await rig.when(again.bound ?? Promise.resolve());
      again.close();
    });

    test('without an address nothing is listened on and nothing is reached', async () => {
      rig.near.unconfigure();
      expect(() => rig.near.listen(0, () => undefined)).toThrow(expect.objectContaining({ code: 'ENETDOWN' }));
      const connection = rig.near.connect({ address: rig.farAddress, port: 25 });
      expect(await rig.when(failure(connection))).toMatchObject({ code: 'ENETUNREACH' });
    });

    test('a new address drops the connections of the old one; the same address again does not', async () => {
      const { near } = await connectionPair();
      const failed = failure(near);
      rig.near.configure({ address: rig.nearAddress, mask: '255.255.0.0' });
      expect(near.destroyed).toBe(false);
      rig.near.configure({ address: rig.spareAddress, mask: '255.255.255.0' });
      expect(await rig.when(failed)).toMatchObject({ code: 'ENETDOWN' });
      expect(rig.near.configuration).toEqual({ address: rig.spareAddress, mask: '255.255.255.0' });
    });

    test('a datagram goes there and back', async () => {
      const far = rig.far.datagram();
      const near = rig.near.datagram();
      if (far.port === 0) await rig.when(portOf(far));
      far.onMessage((octets, from) => far.send(Buffer.concat([octets, Buffer.from('!')]), from));
      const answer = new Promise<string>((resolve) => {
        near.onMessage((octets, from) => resolve(`${Buffer.from(octets).toString()} from ${from.address}`));
      });
      near.send(Buffer.from('who are you'), { address: rig.farAddress, port: far.port });
      expect(await rig.when(answer)).toBe(`who are you! from ${rig.farAddress}`);
      near.close();
      far.close();
      near.send(Buffer.from('closed'), { address: rig.farAddress, port: 9 });
    });
  });
}

function happened(connection: LanConnection, event: string, already = () => false): Promise<void> {
  return new Promise((resolve) => {
    if (already()) resolve();
    else connection.once(event, () => resolve());
  });
}

function nextData(connection: LanConnection): Promise<Buffer[]> {
  return new Promise((resolve) => {
    connection.once('data', (octets: Buffer) => resolve([octets]));
  });
}

export function failure(connection: LanConnection): Promise<Error> {
  return new Promise((resolve) => {
    connection.once('error', resolve);
  });
}

async function portOf(datagrams: { readonly port: number }): Promise<void> {
  while (datagrams.port === 0) await new Promise((resolve) => setImmediate(resolve));
}
