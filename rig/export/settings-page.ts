import { FAX_PARAMETERS, GENERAL_SETTINGS, type Parameter, RECEPTION_SETTINGS } from '../../firmware/index.ts';

/** The page `docs/settings.md`. */
export function settingsPage(): string {
  return `# Settings

Printed from the code by \`make settings\`. A row of *own design* is ours and must not be taken for Panasonic's; *number own
design* means that the page or the RFC named has the thing and we the number. The key is what \`LabDescription\`,
\`Machine.set\` and the log call the row. An empty default means "not set". Date and time are no row: the machine's clock has
them (\`Machine.setDate\`). What \`Machine.factoryDefaults\` changes is told in [machine.md](machine.md).

## General Settings (For Key Operator)

${tableOf({ ...GENERAL_SETTINGS, ...RECEPTION_SETTINGS })}

## Fax Parameters

${tableOf(FAX_PARAMETERS)}
`;
}

function tableOf(rows: Readonly<Record<string, Parameter<string> | Parameter<number>>>): string {
  const byNumber = Object.entries(rows).sort(([, a], [, b]) => Number(a.number) - Number(b.number));
  return [
    '| No. | name | key | choices or range | default | source |',
    '| --- | --- | --- | --- | --- | --- |',
    ...byNumber.map(([key, row]) => {
      const cells = [row.number, row.name, `\`${key}\``, allowed(row), String(row.default), sourceOf(row)];
      return `| ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}

function allowed({ choices, range, unit, secret }: Parameter<string> | Parameter<number>): string {
  if (choices !== undefined) return choices.join(', ');
  if (range !== undefined) return `${range.min} to ${range.max} ${unit ?? ''}`.trim();
  return secret === true ? 'digits, never shown' : 'text';
}

function sourceOf({ source, defaultSource }: Parameter<string> | Parameter<number>): string {
  return source === defaultSource ? source : `${source}; default ${defaultSource}`;
}
