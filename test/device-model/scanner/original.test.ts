import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ORIGINAL_OCTETS_LIMIT, openOriginal } from '../../../device-model/scanner/original.ts';
import { OriginalError } from '../../../device-model/scanner/original-error.ts';
import { pictureFacts } from '../../../device-model/scanner/picture-density.ts';
import { drawn, withPhys } from './pictures.ts';

const dot = '<rect x="1" y="1" width="5" height="5"/>';

describe('the size of an original', () => {
  it('follows a believable density', async () => {
    const a4 = await openOriginal('a4.png', await drawn({ width: 827, height: 1169 }, dot, 100));
    expect(a4.size.paper).toBe('A4');
    expect(a4.size.widthMm).toBeCloseTo(210, 0);
    const b4 = await openOriginal('b4.png', await drawn({ width: 2024, height: 2866 }, dot, 200));
    expect(b4.size.paper).toBe('B4');
    const photo = await openOriginal('photo.png', await drawn({ width: 600, height: 900 }, dot, 150));
    expect(photo.size.paper).toBe('A4');
    expect(photo.size.widthMm).toBeCloseTo(101.6, 1);
    expect(photo.size.lengthMm).toBeCloseTo(152.4, 1);
  });

  it('reads each axis of its own', async () => {
    const plain = await drawn({ width: 864, height: 573 }, dot);
    const fax = await openOriginal('fax.png', withPhys(plain, Math.round(102 / 0.0254), Math.round(49 / 0.0254)));
    // 49 dpi is not believed, so shape decides: the picture is fitted to A4's width.
    expect(fax.size.widthMm).toBeCloseTo(210, 5);
    const tall = await openOriginal('tall.png', withPhys(plain, Math.round(204 / 0.0254), Math.round(100 / 0.0254)));
    expect(tall.size.widthMm).toBeCloseTo((864 / 204) * 25.4, 1);
    expect(tall.size.lengthMm).toBeCloseTo((573 / 100) * 25.4, 1);
  });

  it('falls back to shape where the file says nothing, or 72 dpi', async () => {
    for (const dpi of [undefined, 72, 96]) {
      const a4 = await openOriginal('a.png', await drawn({ width: 500, height: 707 }, dot, dpi));
      expect(a4.size).toEqual({ paper: 'A4', widthMm: expect.closeTo(210, 3), lengthMm: expect.closeTo(296.94, 1) });
      const letter = await openOriginal('l.png', await drawn({ width: 850, height: 1100 }, dot, dpi));
      expect(letter.size.paper).toBe('letter');
      const wide = await openOriginal('w.png', await drawn({ width: 1920, height: 1080 }, dot, dpi));
      expect(wide.size).toEqual({ paper: 'A4', widthMm: expect.closeTo(210, 3), lengthMm: expect.closeTo(118.1, 1) });
    }
  });

  it('is what the operator tells, whatever the file says', async () => {
    const told = await openOriginal('a.png', await drawn({ width: 600, height: 900 }, dot, 150), { paper: 'B4' });
    expect(told.size).toEqual({ paper: 'B4', widthMm: expect.closeTo(242.67, 1), lengthMm: expect.closeTo(364, 3) });
  });

  it('reads JFIF density and the orientation of a JPEG', async () => {
    const png = await drawn({ width: 1240, height: 1754 }, dot);
    const jpeg = await sharp(png).withMetadata({ density: 150 }).jpeg().toBuffer();
    expect((await openOriginal('j.jpg', jpeg)).size.paper).toBe('A4');
    const turned = await sharp(png).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer();
    const upright = await openOriginal('t.jpg', turned);
    expect([upright.widthPels, upright.heightPels]).toEqual([1240, 1754]);
  });
});

describe('what is refused, in one sentence', () => {
  const refusal = async (label: string, octets: Uint8Array): Promise<string> => {
    const error: unknown = await openOriginal(label, octets).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(OriginalError);
    return error instanceof Error ? error.message : '';
  };

  it('names what is no picture', async () => {
    expect(await refusal('letter.txt', Buffer.from('hello'))).toBe(
      'letter.txt: the file is neither PNG nor JPEG nor WebP; expected a PNG, JPEG or WebP picture.',
    );
    expect(await refusal('x.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toContain('neither PNG');
    expect(await refusal('none', new Uint8Array(0))).toContain('the file is empty');
  });

  it('names files cut short, at any place', async () => {
    const png = await drawn({ width: 100, height: 140 }, dot, 200);
    const jpeg = await sharp(png).jpeg().toBuffer();
    for (const whole of [png, jpeg]) {
      for (const part of [0.2, 0.5, 0.9, 0.99]) {
        expect(await refusal('cut', whole.subarray(0, Math.floor(whole.length * part)))).toMatch(
          /too early|cannot be read/,
        );
      }
    }
  });

  it('names pictures and files that are too large', async () => {
    const png = await drawn({ width: 100, height: 140 }, dot);
    const huge = Buffer.from(png);
    huge.writeUInt32BE(30_000, 16);
    huge.writeUInt32BE(30_000, 20);
    huge.writeUInt32BE(crc32Of(huge.subarray(12, 29)), 29);
    expect(await refusal('huge.png', huge)).toBe(
      'huge.png: the picture has 30000 × 30000 pels; expected at most 12000 × 18000 pels.',
    );
    expect(await refusal('long.png', new Uint8Array(ORIGINAL_OCTETS_LIMIT + 1))).toContain('at most 67108864 octets');
  });

  it('never fails otherwise, whatever the octets', async () => {
    const png = await drawn({ width: 40, height: 60 }, dot, 200);
    await fc.assert(
      fc.asyncProperty(fc.nat(png.length - 1), fc.uint8Array({ minLength: 1, maxLength: 12 }), async (at, noise) => {
        const damaged = Uint8Array.from(png);
        damaged.set(noise.subarray(0, png.length - at), at);
        await openOriginal('noise.png', damaged).catch((error: unknown) => expect(error).toBeInstanceOf(OriginalError));
      }),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (octets) => {
        pictureFacts('PNG', octets);
        pictureFacts('JPEG', octets);
      }),
    );
  });
});

function crc32Of(octets: Uint8Array): number {
  let crc = 0xffffffff;
  for (const octet of octets) {
    crc ^= octet;
    for (let i = 0; i < 8; i += 1) crc = (crc >>> 1) ^ ((crc & 1) === 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
