import fc from 'fast-check';
import { imageSize } from './image-size.js';

const u16 = (value: number): number[] => [value >> 8, value & 0xff];

const png = (width: number, height: number): Buffer => {
  const bytes = Buffer.alloc(33);
  bytes.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  bytes.writeUInt32BE(13, 8);
  bytes.write('IHDR', 12, 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};

/** With a segment before the frame header, as cameras write them. */
const jpeg = (width: number, height: number, before: number, marker = 0xc0): Buffer =>
  Buffer.from([
    ...[0xff, 0xd8, 0xff, 0xe1, ...u16(before + 2), ...Array<number>(before).fill(0xff)],
    ...[0xff, 0xff, marker, ...u16(17), 8, ...u16(height), ...u16(width), 3],
  ]);

const webp = (kind: string, body: number[]): Buffer =>
  Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${kind}\0\0\0\0`, 'latin1'), Buffer.from(body)]);

const extended = (width: number, height: number): Buffer =>
  webp('VP8X', [0, 0, 0, 0, ...u24(width - 1), ...u24(height - 1)]);
const u24 = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff, value >> 16];

const lossless = (width: number, height: number): Buffer => {
  const bits = (width - 1) | ((height - 1) << 14);
  return webp('VP8L', [0x2f, bits & 0xff, (bits >> 8) & 0xff, (bits >> 16) & 0xff, bits >>> 24]);
};

const lossy = (width: number, height: number): Buffer =>
  webp('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, width & 0xff, width >> 8, height & 0xff, height >> 8]);

const side = fc.integer({ min: 1, max: 16_383 });

describe('size of a picture', () => {
  it.each([
    ['PNG', png],
    ['WebP, extended', extended],
    ['WebP, lossless', lossless],
    ['WebP, lossy', lossy],
  ])('is read from the header: %s', (_what, picture) => {
    fc.assert(
      fc.property(side, side, (width, height) =>
        expect(imageSize(picture(width, height))).toEqual({ width, height }),
      ),
    );
  });

  it('is read from the frame header of a JPEG, whatever stands before it', () => {
    const frames = fc.constantFrom(0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xcf);
    fc.assert(
      fc.property(side, side, fc.nat({ max: 500 }), frames, (width, height, before, marker) =>
        expect(imageSize(jpeg(width, height, before, marker))).toEqual({ width, height }),
      ),
    );
  });

  it('is that of a real picture', () => {
    const dot =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    expect(imageSize(Buffer.from(dot, 'base64'))).toEqual({ width: 1, height: 1 });
  });

  it('is unknown of what is cut short, empty or no picture', () => {
    for (const whole of [png(3, 4), jpeg(3, 4, 20), extended(3, 4), lossless(3, 4), lossy(3, 4)])
      for (let length = 0; length < whole.length - 13; length++)
        expect(imageSize(whole.subarray(0, length))).toBeNull();
    expect(imageSize(png(0, 4))).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => imageSize(bytes)).not.toThrow();
      }),
    );
  });
});
