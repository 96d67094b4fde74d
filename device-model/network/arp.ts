import type { Clock } from '../clock/clock.ts';
import type { TraceWriter } from '../trace/trace.ts';
import { type Attachment, isUp } from './routing.ts';

/**
 * One ARP request on the asker's segment (RFC 826): every other holder of the address answers, a round trip later. Asked
 * for the asker's own address it is an announcement (RFC 5227, 2.3), which the holders hear as a claim to theirs; else
 * a probe, which claims nothing.
 */
export function askWhoHas(
  lan: { readonly clock: Clock; readonly trace: TraceWriter },
  asker: Attachment,
  address: string,
  onAnswer: (hardwareAddress: string) => void,
): void {
  if (!isUp(asker)) return;
  const { clock, trace } = lan;
  const { segment } = asker;
  const announcing = asker.configuration?.address === address;
  trace.write(announcing ? 'address.announced' : 'address.probed', { host: asker.node.name, address });
  clock.alarm(
    clock.now() + segment.latencyMs,
    () => {
      for (const holder of segment.attachments) {
        if (holder === asker || !isUp(holder) || holder.configuration?.address !== address) continue;
        const { hardwareAddress } = holder.node;
        if (announcing) holder.node.addressContested(asker.node.hardwareAddress);
        const answer = () => {
          if (isUp(asker)) onAnswer(hardwareAddress);
        };
        clock.alarm(clock.now() + segment.latencyMs, answer, 'ARP reply arrives');
      }
    },
    'ARP request arrives',
  );
}
