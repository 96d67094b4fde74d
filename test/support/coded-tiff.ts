import { type BilevelRaster, rowOctetsFor } from '../../device-model/page/bilevel-raster.ts';
import { decodeMh, decodeMhOctetRows } from '../../firmware/coding/decode-mh.ts';
import { decodeMmr } from '../../firmware/coding/decode-mmr.ts';
import { decodeMr } from '../../firmware/coding/decode-mr.ts';
import type { Decoded, DecodeOptions } from '../../firmware/coding/decoded.ts';
import { reverseBits } from '../../firmware/coding/reverse-bits.ts';
import { readIfds } from '../../firmware/tiff/ifd-reader.ts';
import { TAGS } from '../../firmware/tiff/tags.ts';

/** The coded strips of a page in a TIFF file, for tests of the codings that leave the TIFF reader's judgement out. */
export interface CodedTiffPage {
  readonly width: number;
  readonly height: number;
  readonly compression: number;
  readonly twoDimensional: boolean;
  /** Most significant bit first. */
  readonly strips: readonly Uint8Array[];
  readonly rowsPerStrip: number;
}

export function codedTiffPages(file: Uint8Array): readonly CodedTiffPage[] {
  const reading = readIfds(file);
  if (!reading.ok) throw new Error(reading.sentence);
  return reading.ifds.map((ifd) => {
    const field = (tag: number, otherwise: number) => ifd.integer(tag) ?? otherwise;
    const height = field(TAGS.ImageLength, 0);
    const strips = Array.from({ length: ifd.count(TAGS.StripOffsets) }, (_, i) => {
      const at = ifd.integer(TAGS.StripOffsets, i) ?? 0;
      const octets = file.subarray(at, at + (ifd.integer(TAGS.StripByteCounts, i) ?? 0));
      return field(TAGS.FillOrder, 1) === 2 ? reverseBits(octets) : octets;
    });
    return {
      width: field(TAGS.ImageWidth, 0),
      height,
      compression: field(TAGS.Compression, 1),
      twoDimensional: (field(TAGS.T4Options, 0) & 1) === 1,
      strips,
      rowsPerStrip: Math.min(height, field(TAGS.RowsPerStrip, height)),
    };
  });
}

type Decode = (octets: Uint8Array, options: DecodeOptions) => Decoded;

function decoderOf({ compression, twoDimensional }: CodedTiffPage): Decode {
  if (compression === 2) return decodeMhOctetRows;
  if (compression === 4) return decodeMmr;
  return twoDimensional ? decodeMr : decodeMh;
}

/** What of the page is damaged or another than expected, by our decoders at their strictest; undefined when nothing is. */
export function differenceFrom(expected: BilevelRaster, page: CodedTiffPage): string | undefined {
  const { width, height, rowsPerStrip, compression } = page;
  if (width !== expected.width || height !== expected.height) return `${width} × ${height} pels`;
  for (const [index, strip] of page.strips.entries()) {
    const from = index * rowsPerStrip * rowOctetsFor(width);
    const rows = Math.min(rowsPerStrip, height - index * rowsPerStrip);
    let octets = strip;
    if (compression !== 1) {
      const decoded = decoderOf(page)(strip, { width, height: rows, maxRows: rows, damage: 'strict' });
      if (decoded.damage !== undefined) return `strip ${index}, ${decoded.damage}`;
      octets = decoded.raster.octets;
    }
    if (Buffer.compare(octets, expected.octets.subarray(from, from + octets.length)) !== 0)
      return `strip ${index} differs`;
  }
  return undefined;
}
