import { deliveryChart, dhcpChart, jobChart, panelChart, receiveChart } from '../../firmware/index.ts';
import { chartMermaid } from './chart-mermaid.ts';

/** Title, sentence and machine; drawings are named by the id of the machine. */
export const CHARTS = [
  ['The job', 'One transmission from the guard to the release of its pages.', jobChart],
  ['The delivery', 'One destination of a job, from its first attempt to its last.', deliveryChart],
  ['The reception', 'One received message from the spool to the tray.', receiveChart],
  [
    'The DHCP client',
    'With No. 22 Enabled: the figure 5 of RFC 2131 with a probe before the address is used.',
    dhcpChart,
  ],
  ['The panel', 'What a key does; one state is one screen.', panelChart],
] as const;

/** The page `docs/charts.md`. */
export function chartsPage(): string {
  const parts = CHARTS.map(
    ([title, sentence, chart]) => `## ${title}\n\n${sentence}\n\n\`\`\`mermaid\n${chartMermaid(chart)}\`\`\`\n`,
  );
  return `# The state charts

Printed from the code by \`make charts\`. An arrow's label is the event and, in brackets, the guard; where several arrows
have one event, the first whose guard holds is taken. *X done* and *X broke down* are outcomes of the actor X. All charts
are own design; the order of the states on line is that of manual page 472 and RFC 4141.

${parts.join('\n')}`;
}
