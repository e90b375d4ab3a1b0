import { attributeOf, below, childOf, MAX_DEPTH, MAX_ELEMENTS, readXml, textOf } from './xml.rules.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const refusalOf = (text: string): string => {
  const reading = readXml(bytes(text));
  return 'refusal' in reading ? reading.refusal : `read: ${textOf(reading.root)}`;
};
const rootOf = (content: string | Uint8Array) => {
  const reading = readXml(typeof content === 'string' ? bytes(content) : content);
  if ('refusal' in reading) throw new Error(reading.refusal);
  return reading.root;
};

describe('XML from anybody', () => {
  const OWN_DTD = 'It declares entities or a DTD of its own, which is not accepted.';

  it('abuse 62: an external entity is refused before it is parsed', () => {
    expect(refusalOf('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')).toBe(OWN_DTD);
    expect(refusalOf('<!DOCTYPE a [<!ENTITY % x SYSTEM "http://example.com/x.dtd"> %x;]><a/>')).toBe(OWN_DTD);
  });

  it('abuse 62: a billion laughs are refused, and quickly', () => {
    const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`);
    const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">${laughs.join('')}]><a>&l9;</a>`;
    expect(refusalOf(bomb)).toBe(OWN_DTD);
  });

  it('abuse 62: one long entity named often (quadratic blowup) is refused', () => {
    const bomb = `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(50_000)}">]><a>${'&x;'.repeat(50_000)}</a>`;
    expect(refusalOf(bomb)).toBe(OWN_DTD);
  });

  it('abuse 62: an external DTD is passed over: what it would declare does not exist', () => {
    const doctype = '<!DOCTYPE questestinterop SYSTEM "http://127.0.0.1:1/ims_qtiasiv1p2.dtd">';
    expect(refusalOf(`${doctype}<questestinterop>asked</questestinterop>`)).toBe('read: asked');
    expect(refusalOf(`${doctype}<a>&declaredThere;</a>`)).toContain('entity not found');
  });

  it('abuse 62: declarations are found wherever they hide', () => {
    expect(refusalOf('<!DOCTYPE a PUBLIC "[" "]>" [<!ENTITY x "y">]><a>&x;</a>')).toBe(OWN_DTD);
    expect(refusalOf('<!-- > --><?x > ?><!DOCTYPE a\n[\n<!ENTITY x "y">]><a>&x;</a>')).toBe(OWN_DTD);
    expect(refusalOf('<!DOCTYPE a [%x;]><a/>')).toBe(OWN_DTD);
    expect(refusalOf('<!DOCTYPE a SYSTEM "a.dtd" [ ]><a/>')).toBe(OWN_DTD);
    expect(refusalOf('<a><!ENTITY x "y">&x;</a>')).toBe(OWN_DTD);
    expect(refusalOf('<!doctype a [<!ENTITY x "y">]><a>&x;</a>')).toBe(OWN_DTD);
    expect(refusalOf('<a><![CDATA[<!ENTITY x "y">]]><!-- <!DOCTYPE a [ --></a>')).toBe(
      'read: <!ENTITY x "y">',
    );
  });

  it('abuse 62: a document in UTF-16 hides nothing', () => {
    const text = '\ufeff<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>';
    const reading = readXml(new Uint8Array(Buffer.from(text, 'utf16le')));
    expect(reading).toMatchObject({ refusal: OWN_DTD });
  });

  it('refuses what nests too deep or has too many elements, and says where', () => {
    const deep = '<a>\n'.repeat(MAX_DEPTH + 1);
    expect(readXml(bytes(deep))).toEqual({
      refusal: `Its elements nest deeper than ${MAX_DEPTH} levels.`,
      line: MAX_DEPTH + 1,
    });
    expect(refusalOf(`<a>${'<b/>'.repeat(MAX_ELEMENTS)}</a>`)).toContain('more than 250000 elements');
  });

  it.each(['<!--', '<![CDATA[', '<a b="', '<?', '<', '<a ', '"\'', 'x'])(
    'takes linear time where %s never ends',
    (opening) => {
      const started = process.cpuUsage();
      expect(refusalOf(`<a>${opening.repeat(1_000_000)}`)).toMatch(/well-formed/);
      expect(process.cpuUsage(started).user).toBeLessThan(3_000_000);
    },
  );

  it('says in which line a document breaks', () => {
    expect(readXml(bytes('<a>\n<b>\n</c>\n</a>'))).toMatchObject({
      refusal: expect.stringMatching(/^It is not well-formed XML: /),
      line: 2, // where the element begins that is not closed
    });
    expect(refusalOf('no markup at all')).toMatch(/well-formed/);
    expect(refusalOf('')).toMatch(/well-formed/);
  });

  it('reads a document in which an earlier system has lost a character', () => {
    expect(textOf(rootOf('<a>Na\uFFFDve</a>'))).toBe('Na\uFFFDve');
  });

  it('reads every declared encoding, and UTF-8 where none is declared', () => {
    const latin = new Uint8Array(
      Buffer.from('<?xml version="1.0" encoding="windows-1252"?><a>caf\xe9 \x93x\x94</a>', 'latin1'),
    );
    expect(textOf(rootOf(latin))).toBe('café “x”');
    expect(textOf(rootOf(new Uint8Array(Buffer.from('\ufeff<a>é</a>', 'utf16le'))))).toBe('é');
    expect(textOf(rootOf('\ufeff<a>é</a>'))).toBe('é');
    const undeclared = new Uint8Array(Buffer.from('<a>caf\xe9</a>', 'latin1'));
    expect(textOf(rootOf(undeclared))).toBe('café');
    const wrong = Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a>caf\xe9</a>', 'latin1');
    expect(readXml(new Uint8Array(wrong))).toMatchObject({
      refusal: 'It is not text in the encoding it declares.',
    });
  });

  it('finds elements by local name, whatever their namespaces are called', () => {
    const root = rootOf(
      '<q:a xmlns:q="urn:q" x="1"><q:b>one</q:b><c><q:b>two &nbsp;<![CDATA[<i>]]></q:b></c></q:a>',
    );
    expect(attributeOf(root, 'x')).toBe('1');
    expect(attributeOf(root, 'y')).toBeUndefined();
    expect(textOf(childOf(root, 'b'))).toBe('one');
    expect(below(root, 'b').map(textOf)).toEqual(['one', 'two \u00a0<i>']);
    expect(below(root, 'b')[1]!.lineNumber).toBe(1);
  });
});
