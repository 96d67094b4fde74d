import type { Why } from '../../../rig/api/contract.ts';
import { useReading } from '../link/rig-link.ts';

/** Why each communication went as it went, the newest first. */
export function WhyPage({ machine }: { readonly machine: string }) {
  const { value } = useReading<{ why: Why[] }>(`/api/rig/machines/${machine}/why`, machine);
  const whys = [...(value?.why ?? [])].reverse();
  if (whys.length === 0) return <p role="status">No communication yet.</p>;
  return (
    <ol class="whys">
      {whys.map((why) => (
        <li key={`${why.direction} ${why.fileNumber} ${why.address}`}>
          <h3>
            {why.direction} file {String(why.fileNumber).padStart(3, '0')}: {why.result}
          </h3>
          <p>{why.address}</p>
          {why.detail === null ? null : <p>{why.detail}</p>}
          {why.negotiation.length === 0 ? null : (
            <ul>
              {why.negotiation.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
          {why.explanation === null ? null : (
            <dl>
              <dt>Info code</dt>
              <dd>{why.explanation.infoCode}</dd>
              <dt>Side</dt>
              <dd>{why.explanation.side}</dd>
              <dt>Phase</dt>
              <dd>{why.explanation.phase}</dd>
              <dt>What happened</dt>
              <dd>{why.explanation.sentence}</dd>
              <dt>Remedy</dt>
              <dd>{why.explanation.remedy}</dd>
            </dl>
          )}
        </li>
      ))}
    </ol>
  );
}
