import fc from 'fast-check';
import { decodedText } from './decoded-text.rules.js';

const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array =>
  new Uint8Array(Buffer.from(text, encoding));

describe('the text of a file', () => {
  it.each([
    ['UTF-8', bytes('café'), 'café'],
    ['UTF-8 with a mark', bytes('\uFEFFcafé'), 'café'],
    ['UTF-16', bytes('\uFEFFcafé', 'utf16le'), 'café'],
    ['Windows-1252', new Uint8Array([0x93, 0x63, 0x61, 0x66, 0xe9, 0x94, 0x85, 0x80]), '“café”…€'],
  ])('is read from %s', (_name, content, text) => {
    expect(decodedText(content)).toBe(text);
  });

  it('is read from UTF-16 with the big end first', () => {
    expect(decodedText(new Uint8Array([0xfe, 0xff, 0, 0x63, 0, 0xe9]))).toBe('cé');
  });

  it('has one kind of line end and no control characters', () => {
    expect(decodedText(bytes('a\r\nb\rc\nd\fe\tf\u0007\u001b'))).toBe('a\nb\nc\nd\ne\tf');
  });

  it('is none where there are zeros, as in pictures and programs', () => {
    expect(decodedText(new Uint8Array([0x89, 0x50, 0, 0]))).toBeNull();
  });

  it('is what was written, whatever was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[\p{Cc}\uFEFF]/u.test(text));
        expect(decodedText(bytes(text))).toBe(text.normalize('NFC'));
      }),
    );
  });
});
