import { runSession, type SessionSettings, type SmtpSession } from '../../firmware/smtp/client/session.ts';
import type { CapabilityAnswers, SessionOutcome, SmtpPhase } from '../../firmware/smtp/client/session-outcome.ts';
import { FAR_END, type smtpLan } from './smtp-lan.ts';

export interface ClientCall {
  readonly session: SmtpSession;
  readonly outcomes: SessionOutcome[];
  readonly phases: SmtpPhase[];
  readonly transcript: string[];
  readonly capabilities: CapabilityAnswers[];
  readonly progress: number[];
  /** Instant of the outcome. */
  finishedAt: number | undefined;
}

/** A client session that writes down all it is told; `message` is sent when the capability is known. */
export function clientCall(
  { clock, near }: Pick<ReturnType<typeof smtpLan>, 'clock' | 'near'>,
  message: AsyncIterable<Uint8Array> | undefined,
  settings: Partial<SessionSettings> = {},
): ClientCall {
  const told = { outcomes: [], phases: [], transcript: [], capabilities: [], progress: [] };
  const call: Omit<ClientCall, 'session'> = { ...told, finishedAt: undefined };
  const session = runSession(
    {
      clock,
      network: near,
      to: FAR_END,
      clientName: 'fax.example',
      reversePath: 'pcc@fax.example',
      forwardPaths: ['june@far.example'],
      transcript: (direction, text, phase) => call.transcript.push(`${phase} ${direction}: ${text}`),
      ...settings,
    },
    {
      onPhase: (phase) => call.phases.push(phase),
      onProgress: (octets) => call.progress.push(octets),
      onCapability: (answers) => {
        call.capabilities.push(answers);
        if (message !== undefined) session.sendBody(message);
      },
      onFinished: (outcome) => {
        call.outcomes.push(outcome);
        call.finishedAt = clock.now();
      },
    },
  );
  return Object.assign(call, { session });
}

export async function* pieces(...texts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
}
