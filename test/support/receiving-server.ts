import { FaxSmtpServer, type FaxSmtpServerSettings } from '../../firmware/smtp/server/fax-smtp-server.ts';
import type { MessageVerdict, ReceivedEnvelope, ReceivingHooks } from '../../firmware/smtp/server/receiving-hooks.ts';
import { FAR_END, type smtpLan } from './smtp-lan.ts';

export interface ReceivingServer {
  readonly server: FaxSmtpServer;
  readonly messages: { readonly envelope: ReceivedEnvelope; readonly text: string }[];
  readonly transcript: string[];
  /** Session id and, when the client's connection broke, its code. */
  readonly ended: (readonly [string, string | undefined])[];
  verdict: () => Promise<MessageVerdict>;
}

/** Our SMTP server on port 25 of the far machine: june@panasonic.com is known, other names and domains are not. */
export function receivingServer(
  { clock, far }: Pick<ReturnType<typeof smtpLan>, 'clock' | 'far'>,
  capabilityLines: readonly string[] = [],
  settings: Partial<FaxSmtpServerSettings> = {},
): ReceivingServer {
  const receiving: Omit<ReceivingServer, 'server'> = {
    messages: [],
    transcript: [],
    ended: [],
    verdict: () => Promise.resolve({ accepted: true, text: 'message accepted' }),
  };
  const hooks: ReceivingHooks = {
    knowsMailbox: (localPart, domain) => {
      if (domain !== 'panasonic.com') return 'foreign';
      return localPart === 'june' ? 'known' : 'unknown';
    },
    capabilityLines: () => capabilityLines,
    onMessage: (envelope, message) => {
      receiving.messages.push({ envelope, text: Buffer.from(message).toString('latin1') });
      return receiving.verdict();
    },
    onTranscript: (_sessionId, direction, text) => receiving.transcript.push(`${direction}: ${text}`),
    onSessionEnd: (sessionId, lost) => receiving.ended.push([sessionId, lost]),
  };
  let ids = 0;
  const random = { hex: (digits: number) => (++ids).toString(16).padStart(digits, '0') };
  const server = new FaxSmtpServer({ clock, random, hostName: 'far.example', hooks, ...settings });
  far.listen(FAR_END.port, (connection) => server.accept(connection));
  return Object.assign(receiving, { server });
}
