import { pictureIn } from './picture-bytes.rules.js';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1'))));

describe('pictures by their bytes', () => {
  it('knows PNG, JPEG and the three kinds of WebP, with their sizes', () => {
    const png = bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 1, 44, 0, 0, 0, 200]);
    expect(pictureIn(png)).toEqual({ contentType: 'image/png', width: 300, height: 200 });
    const jpeg = bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 17, 8, 0, 200, 1, 44, 3, 0, 0]);
    expect(pictureIn(jpeg)).toEqual({ contentType: 'image/jpeg', width: 300, height: 200 });
    const webp = (form: string, rest: number[]) =>
      bytes('RIFF', [0, 0, 0, 0], 'WEBP', form, [0, 0, 0, 0], rest, '\0\0\0\0\0\0\0\0\0\0');
    expect(pictureIn(webp('VP8X', [0, 0, 0, 0, 43, 1, 0, 199, 0, 0]))).toMatchObject({
      width: 300,
      height: 200,
    });
    expect(pictureIn(webp('VP8L', [0x2f, 43, 193, 49, 0]))).toMatchObject({ width: 300, height: 200 });
    expect(pictureIn(webp('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, 44, 1, 200, 0]))).toMatchObject({
      width: 300,
      height: 200,
    });
  });

  it.each(['', 'GIF89a', '<svg xmlns="http://www.w3.org/2000/svg"/>', '\xff\xd8\xff', '\x89PNG\r\n\x1a\n'])(
    'holds nothing else: %j',
    (start) => expect(pictureIn(bytes(start))).toBeNull(),
  );
});
