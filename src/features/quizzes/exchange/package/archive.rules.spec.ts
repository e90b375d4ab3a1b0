import fc from 'fast-check';
import { archiveProblem, MAX_ENTRIES, type ArchiveEntry } from './archive.rules.js';
import { addressIn, nameProblem } from './entry-name.rules.js';

const entry = (changes: Partial<ArchiveEntry> = {}): ArchiveEntry => ({
  name: 'items/a.xml',
  packedBytes: 100,
  unpackedBytes: 1_000,
  offset: 0,
  headerBytes: 41,
  mode: 0o100644,
  encrypted: false,
  method: 8,
  ...changes,
});

describe('names in an archive', () => {
  it.each([
    '../x',
    'a/../../x',
    'a/..',
    '/etc/passwd',
    'C:/x',
    'c:x',
    'a\\..\\x',
    '\\\\host\\x',
    'a//x',
    'CON',
    'a/nul.xml',
    'a/Com1',
    'lpt9.txt',
    'a\0.xml',
    'a\nb',
    '',
    'x'.repeat(501),
  ])('abuse 60: %j is refused', (name) => {
    expect(nameProblem(name)).not.toBeNull();
    expect(archiveProblem([entry({ name })])).toBe(nameProblem(name));
  });

  it.each(['imsmanifest.xml', 'a/b c/ü.png', 'folder/', 'console.xml', '...x', 'a/..b/c', 'A:B'.slice(1)])(
    '%j is a name',
    (name) => {
      expect(nameProblem(name)).toBeNull();
    },
  );
});

describe('addresses in a package', () => {
  it.each([
    ['items/a.xml', 'images/x.png', 'items/images/x.png'],
    ['items/a.xml', '../x%20y.png?canvas_download=1#top', 'x y.png'],
    ['items/a.xml', './b.png', 'items/b.png'],
    ['items/a.xml', '$IMS-CC-FILEBASE$/Uploaded%20Media/x.png', 'web_resources/Uploaded Media/x.png'],
    ['q/a.xml', '%24IMS-CC-FILEBASE%24/x.png', 'web_resources/x.png'],
    ['a.xml', '100%.png', '100%.png'],
  ])('%s, %s: %s', (document, address, path) => expect(addressIn(document, address)).toBe(path));

  it.each(['../../etc/passwd', 'http://169.254.169.254/x', '//host/x', 'file:///etc/passwd', ''])(
    'abuse 60: %j leads nowhere',
    (address) => expect(addressIn('items/a.xml', address)).toBeNull(),
  );

  it('abuse 60: no address leads out of the package', () => {
    const part = fc.constantFrom('..', '.', 'a', '%2e%2e', '%2F', '\\', '', '/', 'b.png', '%5c');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const path = addressIn('items/a.xml', parts.join('/'));
        if (path !== null) expect(path.split('/').some((one) => one === '..' || one === '')).toBe(false);
      }),
    );
  });
});

describe('the directory of an archive', () => {
  it('is accepted where nothing is wrong', () => {
    expect(archiveProblem([entry(), entry({ name: 'b.png', offset: 200, mode: 0 })])).toBeNull();
  });

  it('abuse 60: links and devices are refused', () => {
    expect(archiveProblem([entry({ mode: 0o120777 })])).toBe('The entry items/a.xml is a symbolic link.');
    expect(archiveProblem([entry({ mode: 0o020666 })])).toBe('The entry items/a.xml is no file.');
  });

  it('abuse 61: bombs are refused by what they claim', () => {
    expect(archiveProblem([entry({ unpackedBytes: 20_000_001, packedBytes: 20_000_000 })])).toContain(
      'more than 20 MB',
    );
    expect(archiveProblem([entry({ unpackedBytes: 10_000_000, packedBytes: 10_000 })])).toContain(
      '200 times its size',
    );
    const many = Array.from({ length: 11 }, (_, i) =>
      entry({ name: `${i}`, unpackedBytes: 19_000_000, packedBytes: 1_000_000, offset: i * 2_000_000 }),
    );
    expect(archiveProblem(many)).toBe('It holds more than 200 MB unpacked.');
    expect(archiveProblem(Array.from({ length: MAX_ENTRIES + 1 }, () => entry()))).toBe(
      'It has more than 10000 entries.',
    );
  });

  it('abuse 61: entries that share their bytes are refused', () => {
    expect(archiveProblem([entry(), entry({ name: 'b', offset: 140 })])).toBe(
      'The entries items/a.xml and b overlap.',
    );
    expect(archiveProblem([entry({ offset: 140 }), entry({ name: 'b', offset: 140 })])).toContain('overlap');
  });

  it('refuses what cannot be unpacked, and names that are there twice', () => {
    expect(archiveProblem([entry({ encrypted: true })])).toContain('encrypted');
    expect(archiveProblem([entry({ method: 14 })])).toContain('(14)');
    expect(archiveProblem([entry(), entry({ offset: 500 })])).toBe('Two entries are called items/a.xml.');
  });
});
