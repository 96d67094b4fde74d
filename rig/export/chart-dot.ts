import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { initialOf, labelOf, nodesOf, transitionsOf } from './chart-walk.ts';

/** Longest line in a box or at an arrow, in characters, before it is broken at a blank. */
const LINE_CHARACTERS = 30;
/** A state to which arrows come from more states than these is told in words where they leave: so many lines hide each other. */
const DRAWN_ARRIVALS = 7;

/** Compound states, the root among them, that a chart drawn downwards has at most. */
const DRAWN_DOWNWARDS = 5;

/** A way out of a state; `to` is the state itself when the transition only acts. */
interface Way {
  readonly from: AnyStateNode;
  readonly to: AnyStateNode;
  readonly label: string;
}

/**
 * A state chart in Graphviz's DOT language: a box a state, a frame a compound state, each with the id that XState gives
 * the state (`job.delivering.running`). What a state does without being left stands in its box, and so does the way to a
 * state to which very many lead; what holds in every state of a frame stands at its head. Arrows between the same two
 * states share one line and list their events.
 */
export function chartDot(machine: AnyStateMachine): string {
  const { root } = machine;
  const ways = nodesOf(root).flatMap(waysOf);
  const told = ways.filter((way) => isTold(way, ways));
  const words = new Map(nodesOf(root).map((node) => [node.id, wordsOf(node, told)]));
  const everywhere = words.get(root.id) ?? [];
  return [
    `digraph "${root.id}" {`,
    `  compound=true; rankdir=${directionOf(root)}; nodesep=0.3; ranksep=0.4; bgcolor=transparent; pad=0.1; splines=true`,
    '  node [shape=box, style=rounded, fontname=Helvetica, fontsize=12, height=0.34, margin="0.12,0.06"]',
    '  edge [fontname=Helvetica, fontsize=10, arrowsize=0.7]',
    ...statesOf(root, words, '  '),
    ...(everywhere.length === 0
      ? []
      : [`  "${root.id}.*" [label=${boxLabel('in any state', everywhere)}, class="any"]`]),
    ...arrowsOf(ways.filter((way) => !told.includes(way))),
    '}',
    '',
  ].join('\n');
}

/** Downwards, as charts are read; where frames lie in many frames, to the right, which keeps the picture from growing wide. */
function directionOf(root: AnyStateNode): 'TB' | 'LR' {
  const frames = nodesOf(root).filter(({ states }) => Object.keys(states).length > 0);
  return frames.length > DRAWN_DOWNWARDS ? 'LR' : 'TB';
}

/** The ids of all states of a chart, the root left out: what a drawing of it must hold. */
export function stateIds(machine: AnyStateMachine): readonly string[] {
  return nodesOf(machine.root)
    .slice(1)
    .map(({ id }) => id);
}

function waysOf(from: AnyStateNode): readonly Way[] {
  return transitionsOf(from).map((transition) => ({
    from,
    to: transition.target?.[0] ?? from,
    label: labelOf(from, transition),
  }));
}

/** In words: what does not leave the state, what holds in a whole frame and stays in it, and the ways to very busy states. */
function isTold({ from, to }: Way, all: readonly Way[]): boolean {
  if (to === from || to.id.startsWith(`${from.id}.`) || from.parent === undefined) return true;
  return new Set(all.filter((way) => way.to === to).map((way) => way.from)).size > DRAWN_ARRIVALS;
}

/** `start.pressed, clear.pressed` and `back.touched → standby`, in lines. */
function wordsOf(node: AnyStateNode, told: readonly Way[]): readonly string[] {
  const events = new Map<AnyStateNode, Set<string>>();
  for (const { from, to, label } of told) {
    if (from === node) events.set(to, (events.get(to) ?? new Set()).add(label));
  }
  return [...events].flatMap(([to, labels]) => {
    const end = to === node ? '' : ` → ${to.key}`;
    return broken(`${[...labels].join(', ')}${end}`);
  });
}

function statesOf(
  node: AnyStateNode,
  words: ReadonlyMap<string, readonly string[]>,
  indent: string,
): readonly string[] {
  const lines = Object.values(node.states).flatMap((child) => {
    const inner = statesOf(child, words, `${indent}  `);
    const label = boxLabel(child.key, words.get(child.id) ?? []);
    if (inner.length === 0) return [`${indent}"${child.id}" [label=${label}, id="${child.id}"${finish(child)}]`];
    const head = `label=${label}; id="${child.id}"; fontname=Helvetica; fontsize=12; style=rounded; margin=10`;
    return [`${indent}subgraph "cluster_${child.id}" {`, `${indent}  ${head}`, ...inner, `${indent}}`];
  });
  const initial = initialOf(node);
  if (initial === undefined) return lines;
  const dot = `"${node.id}.start"`;
  const clipped = frame(initial, 'lhead');
  return [
    ...lines,
    `${indent}${dot} [shape=point, width=0.14, height=0.14, class="start"]`,
    `${indent}${dot} -> ${leafOf(initial)}${clipped === '' ? '' : ` [${clipped.slice(2)}]`}`,
  ];
}

function finish(node: AnyStateNode): string {
  return node.type === 'final' ? ', peripheries=2, class="final"' : '';
}

/** The state's name, below it in small letters what it does. */
function boxLabel(name: string, words: readonly string[]): string {
  const small = words.map((line) => `<BR ALIGN="LEFT"/>${escaped(line)}`).join('');
  if (small === '') return `"${name}"`;
  return `<${escaped(name)}<FONT POINT-SIZE="10">${small}<BR ALIGN="LEFT"/></FONT>>`;
}

function arrowsOf(ways: readonly Way[]): readonly string[] {
  const labels = new Map<string, Set<string>>();
  for (const way of ways) {
    const line = lineOf(way);
    labels.set(line, (labels.get(line) ?? new Set()).add(way.label));
  }
  return [...labels].map(([line, told]) => {
    const text = [...told].flatMap(broken).map((one) => `\u00a0${one.replaceAll('"', "'")}\\l`);
    return `  ${line.replace('LABEL', `label="${text.join('')}"`)}`;
  });
}

function lineOf({ from, to }: Way): string {
  // An arrow that stays inside a frame cannot be clipped at it.
  const inside = from.id.startsWith(`${to.id}.`);
  return `${leafOf(from)} -> ${leafOf(to)} [LABEL${frame(from, 'ltail')}${inside ? '' : frame(to, 'lhead')}]`;
}

function frame(node: AnyStateNode, side: 'lhead' | 'ltail'): string {
  return Object.keys(node.states).length === 0 ? '' : `, ${side}="cluster_${node.id}"`;
}

/** Graphviz joins boxes, not frames: a frame is met at the state in which it begins. */
function leafOf(node: AnyStateNode): string {
  const first = initialOf(node) ?? Object.values(node.states)[0];
  return first === undefined ? `"${node.id}"` : leafOf(first);
}

function broken(label: string): readonly string[] {
  const lines: string[] = [];
  for (const word of label.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE_CHARACTERS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
