import { Graphviz } from '@hpcc-js/wasm-graphviz';
import type { AnyStateMachine } from 'xstate';
import { chartDot } from './chart-dot.ts';

/**
 * A state chart as an SVG picture: one id a state, colours and weights left to the page's style sheet (classes `node`,
 * `cluster`, `edge`, `final`, `start`, `any`), no style attribute and no style element, so that a strict Content Security
 * Policy takes it as part of a page; standing alone it is legible in black and white.
 */
export async function chartDrawing(machine: AnyStateMachine, title: string): Promise<string> {
  // A second layout in one instance of the library can fail with `table index is out of bounds`: each has its own.
  Graphviz.unload();
  const graphviz = await Graphviz.load();
  return tidied(graphviz.layout(chartDot(machine), 'svg', 'dot'), title);
}

/** Graphviz's own SVG without what a page says better. */
function tidied(svg: string, title: string): string {
  const box = /viewBox="([^"]+)"/.exec(svg)?.[1] ?? '0 0 100 100';
  const body = svg
    .slice(svg.indexOf('<g '))
    .replace(/<!--[\s\S]*?-->\n?/g, '')
    .replace(/<title>[\s\S]*?<\/title>\n?/g, '')
    .replace(/ id="(?:graph|node|edge|clust)\d+"/g, '')
    .replace(/ (?:fill|stroke|stroke-width|font-family|xml:space)="[^"]*"/g, '')
    .replaceAll('<text ', '<text stroke="none" fill="#111" ')
    // Fonts differ in width: small letters are laid out for 10 and drawn at 9.
    .replaceAll(' font-size="10.00"', ' font-size="9"')
    .replaceAll(' font-size="12.00"', '')
    .replace(/(<g class="edge[\s\S]*?<polygon )/g, '$1fill="#333" ')
    .replace(/(<g class="node start"[\s\S]*?<ellipse )/g, '$1fill="#333" ')
    .replace(/transform="scale\(1 1\) rotate\(0\) /, 'transform="')
    .replace(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10));
  const [left = 0, top = 0, width = 100, height = 100] = box.split(' ').map((number) => Math.ceil(Number(number)));
  const head = [
    `viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}"`,
    'class="chart" role="img"',
    `aria-label="${title}"`,
    'fill="none" stroke="#333" font-family="Helvetica, Arial, sans-serif" font-size="12"',
  ].join(' ');
  return `<svg xmlns="http://www.w3.org/2000/svg" ${head}>\n${body}`;
}
