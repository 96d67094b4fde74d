import type { DisplayContent } from '../../device-model/index.ts';
import { drawn, SCREEN_NAMES } from '../../firmware/index.ts';
import { sampleView } from './panel-sample.ts';

/** The page `docs/panel.md`. */
export function panelPage(): string {
  const screens = SCREEN_NAMES.map((name) => screenPart(drawn(name, sampleView(name))));
  return `# The panel's screens

Printed from the code by \`make panel\`: every screen as a machine with two stations, an incomplete file and a little history
shows it. Which screens the family has and what they say is not known to us: keys, layout and wording are **own design**
throughout, in the manner of the DP family. What leads from one screen to another is the panel's chart in \`charts.md\`.

The display has a title, 4 to 10 lines of 40 characters and at most 12 soft keys; the same id touches a soft key through
the API. On screens where nothing is typed CLEAR does the same as BACK; digits touch the rows that begin with them; \`*\`
and \`#\` turn the pages of a list. RESET, FAX/EMAIL, FUNCTION, COPY, REDIAL, ENERGY-SAVER and STOP work on every screen:
RESET leads to standby, and STOP cancels the job that is under way, asking which when there are several. After No. 40 Auto
Reset Time without a key the machine is on standby, after No. 41 Energy Saver Time on standby the display is dark; a job
under way or a question stays. Any key wakes the machine and is taken.

${screens.join('\n')}`;
}

function screenPart({ screen, title, lines, softKeys, entry, backlight }: DisplayContent): string {
  const keys = softKeys.map(({ id, label, selected, disabled }) => {
    const state = [selected ? 'selected' : '', disabled ? 'not now' : ''].filter((word) => word !== '').join(', ');
    return `\`${id}\` ${label.trim()}${state === '' ? '' : ` (${state})`}`;
  });
  const rows = [title, ...lines].map((line, row) => (row === 0 ? `[${line.padEnd(40)}]` : ` ${line}`.trimEnd()));
  return `## ${screen}

\`\`\`text
${rows.join('\n').trimEnd()}
\`\`\`

${[
  `Soft keys: ${keys.length === 0 ? 'none' : keys.join(' · ')}`,
  entry === undefined ? '' : `Entry: ${entry.label} (${entry.kind}, at most ${entry.limit} characters)`,
  backlight ? '' : 'The display is dark.',
]
  .filter((line) => line !== '')
  .join('. ')}
`;
}
