/** Side of a block in pels: one octet of a packed row. */
const BLOCK = 8;
/** Difference between the lightest and the darkest pel from which a block holds an edge of print. *Own design.* */
const EDGE_CONTRAST = 160;

/**
 * Finds print in a grey page: 1 for every block of 8 × 8 pels that holds an edge or touches one that does, row of blocks
 * by row of blocks. A photograph changes more slowly than ink on paper does.
 */
export function contrastBlocks(rows: {
  readonly width: number;
  readonly height: number;
  rowAt(y: number): Uint8Array;
}): Uint8Array {
  const across = blocksAcross(rows.width);
  const down = Math.ceil(rows.height / BLOCK);
  const edges = new Uint8Array(across * down);
  const lightest = new Uint8Array(across);
  const darkest = new Uint8Array(across);
  for (let block = 0; block < down; block += 1) {
    lightest.fill(0);
    darkest.fill(255);
    for (let y = block * BLOCK; y < Math.min(rows.height, (block + 1) * BLOCK); y += 1) {
      const row = rows.rowAt(y);
      for (let x = 0; x < rows.width; x += 1) {
        const level = row[x] ?? 0;
        const at = x >> 3;
        if (level > (lightest[at] ?? 0)) lightest[at] = level;
        if (level < (darkest[at] ?? 0)) darkest[at] = level;
      }
    }
    for (let at = 0; at < across; at += 1) {
      if ((lightest[at] ?? 0) - (darkest[at] ?? 0) >= EDGE_CONTRAST) edges[block * across + at] = 1;
    }
  }
  return spread(edges, across, down);
}

/** The blocks that row `y` runs through, one octet for every 8 pels. */
export function rowOfBlocks(blocks: Uint8Array, width: number, y: number): Uint8Array {
  const across = blocksAcross(width);
  const at = Math.floor(y / BLOCK) * across;
  return blocks.subarray(at, at + across);
}

function blocksAcross(width: number): number {
  return Math.ceil(width / BLOCK);
}

/** Letters are wider than a block: the neighbours of an edge are print as well. */
function spread(edges: Uint8Array, across: number, down: number): Uint8Array {
  const wide = new Uint8Array(edges.length);
  for (let y = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1) {
      if (edges[y * across + x] === 0) continue;
      for (let near = Math.max(0, y - 1); near <= Math.min(down - 1, y + 1); near += 1) {
        wide.fill(1, near * across + Math.max(0, x - 1), near * across + Math.min(across, x + 2));
      }
    }
  }
  return wide;
}
