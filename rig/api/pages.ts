import type { Call } from './call.ts';
import type { PanelFile } from './panel-files.ts';

/** The style of the pages that are written here; served as a file, since nothing inline is let run or shown. */
export const PAGE_STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8886; }
`;

const SURFACES = [
  ['panel', 'At the machine', 'What a person at the machine can do, and what that person sees.'],
  ['rig', 'Of the rig', 'What only the rig can do: originals, power, cable, mishaps, time, records, files.'],
] as const;

/** A readable page of all calls; the schemas stand in the OpenAPI document. */
export function callsPage(calls: readonly Call[]): string {
  const sections = SURFACES.map(([surface, title, what]) => {
    const rows = calls.filter(({ id }) => id.startsWith(`${surface}.`)).map(callRow);
    return `<h2>${title}</h2>\n<p>${what}</p>\n<table>\n<thead><tr><th>Call</th><th>What it does</th></tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`;
  });
  return page(
    'dpsim: the API',
    `<p>JSON over HTTP. Bodies and answers are described in <a href="/openapi.json">the OpenAPI 3.1 document</a>; what cannot be done is answered by a problem with one sentence (RFC 9457).</p>\n${sections.join('\n')}`,
  );
}

/** What stands at `/` while the panel is not built. */
export function noPanelPage(machines: readonly string[]): string {
  const links = machines.map((name) => `<li><a href="/api/panel/${name}/lcd.svg">display of ${name}</a></li>`);
  return page(
    'dpsim',
    `<p>The front panel is not built: <code>make build</code> builds it. The machines can be worked through <a href="/api">the API</a> meanwhile.</p>\n<ul>\n${links.join('\n')}\n</ul>`,
  );
}

export function pageFile(html: string): PanelFile {
  return { media: 'text/html; charset=utf-8', octets: new TextEncoder().encode(html) };
}

function callRow({ method, path, summary }: Call): string {
  return `<tr><td><code>${method.toUpperCase()} ${escaped(path)}</code></td><td>${escaped(summary)}</td></tr>`;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/page.css">
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
