import type { Clock } from '../../device-model/clock/clock.ts';
import type { Endpoint, LanConnection, NetworkInterface } from '../../device-model/network/network-interface.ts';

/** One step of a far end; octets as latin1 text. A step that waits keeps the next ones waiting. */
export type FarEndStep =
  | { readonly say: string }
  /** The next octets of the device under test, exactly. */
  | { readonly expect: string }
  /** Its octets up to and with this text; kept in `messages`. */
  | { readonly takeUntil: string }
  | { readonly pauseMs: number }
  /** No octet more is taken from the connection, so that the writes of the device under test fill up. */
  | { readonly stopReading: true }
  | { readonly end: true }
  | { readonly reset: true };

/**
 * One connection of a far end that plays a script, octet exact. It has no knowledge of SMTP, so that a misreading of
 * the standard in the firmware cannot repeat itself here.
 */
export class ScriptedConnection {
  /** All that came. */
  received = '';
  readonly messages: string[] = [];
  /** The first difference between the script and what came. */
  mismatch: string | undefined;
  /** How the connection went away: `end`, or the code of its error. */
  left: string | undefined;
  readonly #clock: Clock;
  readonly #connection: LanConnection;
  readonly #steps: FarEndStep[];
  #unread = '';
  #pausing = false;

  constructor(clock: Clock, connection: LanConnection, script: readonly FarEndStep[]) {
    this.#clock = clock;
    this.#connection = connection;
    this.#steps = [...script];
    connection.on('data', (octets: Uint8Array) => {
      const text = Buffer.from(octets).toString('latin1');
      this.received += text;
      this.#unread += text;
      this.play();
    });
    connection.on('error', (error: Error & { code?: string }) => {
      this.left ??= error.code ?? error.name;
    });
    connection.once('end', () => {
      this.left ??= 'end';
    });
  }

  /** Every step of the script was played. */
  get done(): boolean {
    return this.#steps.length === 0;
  }

  play(): void {
    for (let step = this.#steps[0]; step !== undefined && !this.#pausing; step = this.#steps[0]) {
      if (!this.#played(step)) return;
      this.#steps.shift();
    }
  }

  #played(step: FarEndStep): boolean {
    if ('say' in step) this.#connection.write(step.say, 'latin1');
    else if ('end' in step) this.#connection.end();
    else if ('reset' in step) this.#connection.destroy();
    else if ('stopReading' in step) this.#connection.pause();
    else if ('pauseMs' in step) this.#pause(step.pauseMs);
    else if ('expect' in step) return this.#expected(step.expect);
    else return this.#taken(step.takeUntil);
    return true;
  }

  #pause(ms: number): void {
    this.#pausing = true;
    this.#clock.alarm(this.#clock.now() + ms, () => {
      this.#pausing = false;
      this.play();
    });
  }

  #expected(text: string): boolean {
    if (this.#unread.length < text.length && text.startsWith(this.#unread)) return false;
    if (!this.#unread.startsWith(text)) {
      this.mismatch ??= `expected ${JSON.stringify(text)}, came ${JSON.stringify(this.#unread.slice(0, 1_000))}`;
      this.#connection.destroy();
      return false;
    }
    this.#unread = this.#unread.slice(text.length);
    return true;
  }

  #taken(text: string): boolean {
    const at = this.#unread.indexOf(text);
    if (at < 0) return false;
    this.messages.push(this.#unread.slice(0, at + text.length));
    this.#unread = this.#unread.slice(at + text.length);
    return true;
  }
}

/** A far end that listens and plays the script on each connection; what it tells is of the last one. */
export class ScriptedFarEnd {
  connections = 0;
  #last: ScriptedConnection | undefined;

  constructor(clock: Clock, network: NetworkInterface, port: number, script: readonly FarEndStep[]) {
    network.listen(port, (connection) => {
      this.connections++;
      this.#last = new ScriptedConnection(clock, connection, script);
      this.#last.play();
    });
  }

  get received(): string {
    return this.#last?.received ?? '';
  }

  get messages(): readonly string[] {
    return this.#last?.messages ?? [];
  }

  get mismatch(): string | undefined {
    return this.#last?.mismatch;
  }

  get left(): string | undefined {
    return this.#last?.left;
  }

  get done(): boolean {
    return this.#last?.done ?? false;
  }
}

/** A far end that calls and plays the script once it is connected. */
export function scriptedCaller(
  clock: Clock,
  network: NetworkInterface,
  to: Endpoint,
  script: readonly FarEndStep[],
): ScriptedConnection {
  const connection = network.connect(to);
  const caller = new ScriptedConnection(clock, connection, script);
  connection.once('connect', () => caller.play());
  return caller;
}
