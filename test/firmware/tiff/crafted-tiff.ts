/** Builds TIFF files field by field, well-formed or not, for tests of the reader. Types: 3 SHORT, 4 LONG, 5 RATIONAL. */
export interface Field {
  readonly tag: number;
  readonly type: 3 | 4 | 5;
  /** RATIONAL values come as numerator, denominator. */
  readonly values: readonly number[];
}

export interface CraftedPage {
  readonly fields: readonly Field[];
  readonly strips: readonly Uint8Array[];
}

export const short = (tag: number, ...values: number[]): Field => ({ tag, type: 3, values });
export const long = (tag: number, ...values: number[]): Field => ({ tag, type: 4, values });
export const rational = (tag: number, numerator: number, denominator = 1): Field => ({
  tag,
  type: 5,
  values: [numerator, denominator],
});

export interface CraftOptions {
  readonly littleEndian?: boolean;
  readonly reverse?: boolean;
  readonly sorted?: boolean;
  /** Room for the file. */
  readonly octets?: number;
}

/**
 * StripOffsets and StripByteCounts are added; `reverse` puts the directories into the file last page
 * first. Entries keep the order given, which TIFF 6.0 forbids, unless `sorted`.
 */
export function craftTiff(
  pages: readonly CraftedPage[],
  { littleEndian = true, reverse = false, sorted = false, octets: room = 1 << 20 }: CraftOptions = {},
): Uint8Array {
  const octets = new Uint8Array(room);
  const view = new DataView(octets.buffer);
  let end = 8;
  const put = (values: readonly number[], type: number, at: number) => {
    values.forEach((value, i) => {
      if (type === 3) view.setUint16(at + i * 2, value, littleEndian);
      else view.setUint32(at + i * 4, value, littleEndian);
    });
  };
  const sizeOf = (field: Field) => field.values.length * (field.type === 3 ? 2 : 4);
  const ifdAt: number[] = [];
  const nextAt: number[] = [];
  for (const index of reverse ? pages.map((_, i) => pages.length - 1 - i) : pages.keys()) {
    const page = pages[index] ?? { fields: [], strips: [] };
    const offsets = page.strips.map((strip) => {
      octets.set(strip, end);
      end += strip.length;
      return end - strip.length;
    });
    end += end & 1;
    const fields = [...page.fields];
    if (offsets.length > 0) fields.push(long(273, ...offsets), long(279, ...page.strips.map((strip) => strip.length)));
    if (sorted) fields.sort((a, b) => a.tag - b.tag);
    ifdAt[index] = end;
    view.setUint16(end, fields.length, littleEndian);
    let at = end + 2;
    end = at + fields.length * 12 + 4;
    for (const field of fields) {
      put([field.tag, field.type], 3, at);
      view.setUint32(at + 4, field.type === 5 ? 1 : field.values.length, littleEndian);
      if (sizeOf(field) <= 4) {
        put(field.values, field.type, at + 8);
      } else {
        view.setUint32(at + 8, end, littleEndian);
        put(field.values, field.type, end);
        end += sizeOf(field);
      }
      at += 12;
    }
    nextAt[index] = at;
  }
  octets.set(littleEndian ? [0x49, 0x49] : [0x4d, 0x4d]);
  view.setUint16(2, 42, littleEndian);
  view.setUint32(4, ifdAt[0] ?? 0, littleEndian);
  ifdAt.forEach((_, index) => {
    view.setUint32(nextAt[index] ?? 0, ifdAt[index + 1] ?? 0, littleEndian);
  });
  return octets.slice(0, end);
}
