import { VirtualClock } from '../device-model/clock/virtual-clock.ts';
import { VirtualLan } from '../device-model/network/virtual-lan.ts';
import { Random } from '../device-model/random.ts';
import { runSession } from '../firmware/smtp/client/session.ts';
import type { SessionOutcome } from '../firmware/smtp/client/session-outcome.ts';
import { FaxSmtpServer } from '../firmware/smtp/server/fax-smtp-server.ts';

const RECIPIENT = { address: '10.20.30.5', port: 25 } as const;

/** Two hosts on one cable; each call carries one message from the dialogue's first octet to the 250 after the data. */
export function smtpCall(): (message: readonly Uint8Array[]) => Promise<void> {
  const clock = new VirtualClock();
  const lan = new VirtualLan({ clock, trace: { write: () => undefined } });
  const near = lan.host({ name: 'near', segment: 'office' });
  const far = lan.host({ name: 'far', segment: 'office' });
  near.configure({ address: '10.20.30.4', mask: '255.255.255.0' });
  far.configure({ address: RECIPIENT.address, mask: '255.255.255.0' });
  const server = new FaxSmtpServer({
    clock,
    random: new Random('bench'),
    hostName: 'ifax2.panasonic.example',
    hooks: {
      knowsMailbox: () => 'known',
      capabilityLines: () => ['(&(color=Binary)(image-coding=[MH,MR,MMR]))'],
      onMessage: () => Promise.resolve({ accepted: true, text: 'message accepted' }),
    },
  });
  far.listen(RECIPIENT.port, (connection) => server.accept(connection));
  return async (message) => {
    let outcome: SessionOutcome | undefined;
    await clock.enter(() => {
      const session = runSession(
        {
          clock,
          network: near,
          to: RECIPIENT,
          clientName: 'ifax1.panasonic.example',
          reversePath: 'pcc@ifax1.panasonic.example',
          forwardPaths: ['june@ifax2.panasonic.example'],
        },
        {
          onCapability: () => session.sendBody(inPieces(message)),
          onFinished: (finished) => {
            outcome = finished;
          },
        },
      );
    });
    await clock.runUntil(() => outcome !== undefined, clock.now() + 60 * 60_000);
    if (outcome?.kind !== 'delivered') throw new Error(`the bench's session ended ${JSON.stringify(outcome)}`);
  };
}

async function* inPieces(message: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* message;
}
