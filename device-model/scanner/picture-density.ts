/**
 * What a picture file says about its own size on paper. The picture library reports one number for both axes and
 * invents 72 dpi when the file is silent, so the two fields that matter are read here.
 */
export interface PictureDensity {
  readonly xDpi: number;
  readonly yDpi: number;
}

export type PictureKind = 'PNG' | 'JPEG' | 'WebP';

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG_SIGNATURE = [0xff, 0xd8, 0xff];
const PNG_PHYS_METRE = 1;
const JFIF_PER_INCH = 1;
const JFIF_PER_CENTIMETRE = 2;
const MM_PER_INCH = 25.4;

export function pictureKind(octets: Uint8Array): PictureKind | undefined {
  if (PNG_SIGNATURE.every((octet, i) => octets[i] === octet)) return 'PNG';
  if (JPEG_SIGNATURE.every((octet, i) => octets[i] === octet)) return 'JPEG';
  if (isWebp(octets)) return 'WebP';
  return undefined;
}

export interface PictureFacts {
  /** Undefined when the file does not say, or says it in no unit. */
  readonly density: PictureDensity | undefined;
  /** False when the file ends before its own end mark (PNG chunk IEND, JPEG marker EOI, the length a WebP file gives itself). */
  readonly complete: boolean;
}

/** Reads density and completeness; never throws, whatever the octets. */
export function pictureFacts(kind: PictureKind, octets: Uint8Array): PictureFacts {
  if (kind === 'WebP') return webpFacts(octets);
  return kind === 'PNG' ? pngFacts(octets) : jpegFacts(octets);
}

/** PNG (ISO/IEC 15948): length, type, data, CRC; `pHYs` holds pels per unit on each axis. */
function pngFacts(octets: Uint8Array): PictureFacts {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  let density: PictureDensity | undefined;
  for (let at = PNG_SIGNATURE.length; at + 12 <= octets.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...octets.subarray(at + 4, at + 8));
    if (at + 12 + length > octets.length) break;
    if (type === 'IEND') return { density, complete: true };
    if (density === undefined && type === 'pHYs' && length === 9 && view.getUint8(at + 16) === PNG_PHYS_METRE) {
      const perInch = MM_PER_INCH / 1000;
      density = { xDpi: view.getUint32(at + 8) * perInch, yDpi: view.getUint32(at + 12) * perInch };
    }
    at += 12 + length;
  }
  return { density, complete: false };
}

/** JPEG with a JFIF APP0 as its first segment (ITU-T T.871): units, then density on each axis. */
function jpegFacts(octets: Uint8Array): PictureFacts {
  // Entropy-coded data never holds FF D9, so the last one is the end mark unless it belongs to an embedded thumbnail;
  // the picture library finds that rarer case when it decodes.
  const complete =
    Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).lastIndexOf('\xff\xd9', undefined, 'latin1') > 0;
  if (octets.length < 20 || octets[3] !== 0xe0 || String.fromCharCode(...octets.subarray(6, 11)) !== 'JFIF\0') {
    return { density: undefined, complete };
  }
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const unit = view.getUint8(13);
  const perInch = unit === JFIF_PER_INCH ? 1 : unit === JFIF_PER_CENTIMETRE ? MM_PER_INCH / 10 : 0;
  const density = perInch > 0 ? { xDpi: view.getUint16(14) * perInch, yDpi: view.getUint16(16) * perInch } : undefined;
  return { density, complete };
}

/** WebP (RFC 9649 2.3, 2.4): a RIFF container, little-endian. */
function isWebp(octets: Uint8Array): boolean {
  const name = (from: number): string => String.fromCharCode(...octets.subarray(from, from + 4));
  return octets.length >= 12 && name(0) === 'RIFF' && name(8) === 'WEBP';
}

/** WebP has no density of its own. */
function webpFacts(octets: Uint8Array): PictureFacts {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const complete = octets.length >= 12 && view.getUint32(4, true) + 8 <= octets.length;
  return { density: undefined, complete };
}
