import { afterEach, describe, expect, test } from 'vitest';
import { Random } from '../../device-model/random.ts';
import { type End, GOLDEN, PowerCase } from '../support/power-case.ts';
import { account, counts, operate } from '../support/power-operator.ts';
import { THROUGH } from '../support/power-ways.ts';

/**
 * The plug is pulled at octets of the dialogue drawn by a seed, at either end, with unsynced writes lost or torn as the store's own
 * seed has it. Afterwards an operator switches the machine on again and does what its display asks. No page may be lost,
 * and none printed twice but the one in the paper path. Its companion for the states of the charts is
 * `power-campaign-states`.
 */
const OCTET_POSITIONS = 200;

let at: PowerCase | undefined;
afterEach(() => at?.close());

/** An uncut transmission: the octets that pass both ways. */
async function octetsOfDialogue(): Promise<number> {
  at = await PowerCase.begin(THROUGH, 'uncut');
  let octets = 0;
  at.story.rig.lan.tap = (piece) => {
    octets += piece.octets.length;
    return piece.octets.length;
  };
  await at.start();
  await operate(at, THROUGH);
  expect(at.printed).toEqual(GOLDEN);
  at.close();
  return octets;
}

const octets = await octetsOfDialogue();

/** Where the line goes dead: octets before `position` pass, the others of that connection do not. */
function deadAt({ story }: PowerCase, position: number): () => boolean {
  let passed = 0;
  let dead = false;
  const lines = new Set<string>();
  story.rig.lan.tap = ({ from, to, octets: piece }) => {
    const line = [Math.min(from.port, to.port), Math.max(from.port, to.port)].join(' ');
    // What is still on its way when the line goes dead does not arrive behind a gap.
    if (dead) return lines.has(line) ? 0 : piece.length;
    lines.add(line);
    const room = position - passed;
    passed += piece.length;
    dead = passed > position;
    return dead ? room : piece.length;
  };
  return () => dead;
}

describe('the plug is pulled', () => {
  test('the uncut transmission prints two different pages', () => {
    expect(new Set(GOLDEN).size).toBe(GOLDEN.length);
  });

  test.each(['ifax1', 'ifax2'] as const)(
    `of %s at ${OCTET_POSITIONS / 2} octets of the dialogue`,
    { timeout: 600_000 },
    async (end: End) => {
      const random = new Random(`octets of ${end}`);
      for (let cut = 0; cut < OCTET_POSITIONS / 2; cut += 1) {
        const position = random.below(octets);
        const told = `${end} at octet ${position} of ${octets}`;
        at = await PowerCase.begin(THROUGH, told);
        const dead = deadAt(at, position);
        await at.start();
        await at.story.rig.until(dead, `octet ${position} passes`);
        await at.story.rig.machine(end).cutPower();
        await at.restore(end);
        counts.cuts += 1;
        await operate(at, THROUGH);
        await account(at, THROUGH, told);
        at.close();
      }
    },
  );

  test('the counts', () => {
    process.stdout.write(`power campaign, octets: ${JSON.stringify(counts)}\n`);
    expect(counts.cuts).toBe(OCTET_POSITIONS);
  });
});
