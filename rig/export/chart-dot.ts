import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { initialOf, labelOf, nodesOf, transitionsOf } from './chart-walk.ts';

/** Longest line of an arrow's label, in characters, before it is broken at a blank. */
const LABEL_CHARACTERS = 26;

/**
 * A state chart in Graphviz's DOT language: a box a state, a frame a compound state, each with the id that XState gives
 * the state (`job.delivering.running`). What holds in every state leaves a dashed box of its own. Arrows between the same
 * two states share one line and list their events.
 */
export function chartDot(machine: AnyStateMachine): string {
  const { root } = machine;
  const everywhere = transitionsOf(root).length === 0 ? [] : [`  "${root.id}.*" [label="in any state", class="any"]`];
  return [
    `digraph "${root.id}" {`,
    '  compound=true; rankdir=TB; nodesep=0.4; ranksep=0.45; bgcolor=transparent; pad=0.1; splines=true',
    '  node [shape=box, style=rounded, fontname=Helvetica, fontsize=12, height=0.34, margin="0.14,0.05"]',
    '  edge [fontname=Helvetica, fontsize=10, arrowsize=0.7]',
    ...statesOf(root, '  '),
    ...everywhere,
    ...arrowsOf(root),
    '}',
    '',
  ].join('\n');
}

/** The ids of all states of a chart, the root left out: what a drawing of it must hold. */
export function stateIds(machine: AnyStateMachine): readonly string[] {
  return nodesOf(machine.root)
    .slice(1)
    .map(({ id }) => id);
}

function statesOf(node: AnyStateNode, indent: string): readonly string[] {
  const lines = Object.values(node.states).flatMap((child) => {
    const inner = statesOf(child, `${indent}  `);
    if (inner.length === 0) return [`${indent}"${child.id}" [label="${child.key}", id="${child.id}"${finish(child)}]`];
    const head = `label="${child.key}"; id="${child.id}"; fontname=Helvetica; fontsize=12; style=rounded; margin=12`;
    return [`${indent}subgraph "cluster_${child.id}" {`, `${indent}  ${head}`, ...inner, `${indent}}`];
  });
  const initial = initialOf(node);
  if (initial === undefined) return lines;
  const dot = `"${node.id}.start"`;
  return [
    ...lines,
    `${indent}${dot} [shape=point, width=0.14, height=0.14, class="start"]`,
    `${indent}${dot} -> ${end(initial, 'lhead')}`,
  ];
}

function finish(node: AnyStateNode): string {
  return node.type === 'final' ? ', peripheries=2, class="final"' : '';
}

function arrowsOf(root: AnyStateNode): readonly string[] {
  const labels = new Map<string, string[]>();
  for (const node of nodesOf(root)) {
    for (const transition of transitionsOf(node)) {
      const way = wayOf(node, transition.target?.[0]);
      const told = labels.get(way) ?? [];
      const label = labelOf(node, transition);
      if (!told.includes(label)) told.push(label);
      labels.set(way, told);
    }
  }
  return [...labels].map(([way, told]) => {
    const text = told
      .flatMap(broken)
      .map((line) => `\u00a0${line.replaceAll('"', "'")}\\l`)
      .join('');
    return `  ${way.replace('LABEL', `label="${text}"`)}`;
  });
}

function wayOf(from: AnyStateNode, to: AnyStateNode | undefined): string {
  if (from.parent === undefined) {
    const there = to === undefined ? `"${from.id}.*"` : leafOf(to);
    return `"${from.id}.*" -> ${there} [LABEL${frame(to, 'lhead')}, class="any"]`;
  }
  const target = to ?? from;
  // A frame's arrow to itself has no line of its own in Graphviz: it stands at the state in which the frame begins.
  const frames =
    target === from ? '' : frame(from, 'ltail') + frame(inside(from, target) ? undefined : target, 'lhead');
  return `${leafOf(from)} -> ${leafOf(target)} [LABEL${frames}]`;
}

/** An arrow that stays inside the frame that it ends at, or begins at, cannot be clipped at it. */
function inside(from: AnyStateNode, to: AnyStateNode): boolean {
  return from.id.startsWith(`${to.id}.`) || to.id.startsWith(`${from.id}.`);
}

function end(node: AnyStateNode, side: 'lhead' | 'ltail'): string {
  const clipped = frame(node, side);
  return `${leafOf(node)}${clipped === '' ? '' : ` [${clipped.slice(2)}]`}`;
}

function frame(node: AnyStateNode | undefined, side: 'lhead' | 'ltail'): string {
  if (node === undefined || Object.keys(node.states).length === 0) return '';
  return `, ${side}="cluster_${node.id}"`;
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
    if (last !== undefined && last.length + 1 + word.length <= LABEL_CHARACTERS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
