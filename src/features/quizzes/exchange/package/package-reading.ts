import type { Element } from '@xmldom/xmldom';
import { MAX_QUESTIONS, refused, type FileReading, type ReadItem } from '../exchanged-question.js';
import { openQti, type ReadQtiItem } from '../qti/qti.rules.js';
import { foundPicture, type DocumentPlace, type PictureFound } from '../qti/surroundings.rules.js';
import { readXml } from '../xml.rules.js';
import { addressIn } from './entry-name.rules.js';
import { manifestOf, testReferences, type Manifest, type NamedDocument } from './manifest.rules.js';
import { BrokenFile, type PackageFiles } from './package-files.js';

const MANIFEST = 'imsmanifest.xml';
/** Bytes of all documents of a package together. */
const MAX_DOCUMENT_BYTES = 60_000_000;

/**
 * Reads the questions of a package: those its manifest names, in its order, and those of documents it keeps silent
 * about. Documents are opened one at a time, pictures only while their item is read; an item that is broken or
 * missing is told of and keeps no other back.
 */
export async function readPackageFiles(files: PackageFiles): Promise<FileReading> {
  const refusal = (why: string): FileReading => ({ format: 'QTI', refusal: why });
  const around = new PackageAround(files);
  const named = await namedDocuments(around);
  if (typeof named === 'string') return refusal(named);
  let [count, bytes] = [0, 0];
  const documents: NamedDocument[] = [];
  for (const document of named) {
    const opened = await around.open(document);
    if (opened === null) continue;
    documents.push(document);
    count += opened.count;
    bytes += opened.bytes;
    if (count > MAX_QUESTIONS) return refusal(`It holds more than ${MAX_QUESTIONS} questions.`);
    if (bytes > MAX_DOCUMENT_BYTES)
      return refusal(`Its documents have more than ${MAX_DOCUMENT_BYTES / 1_000_000} MB together.`);
  }
  if (!documents.length) return refusal('It is no QTI package: there is no QTI document in it.');
  return { format: 'QTI', count, items: itemsOf(documents, around) };
}

async function* itemsOf(
  documents: readonly NamedDocument[],
  around: PackageAround,
): AsyncGenerator<ReadItem> {
  for (const document of documents) {
    const opened = await around.open(document);
    for (const readOne of opened?.items ?? []) yield await around.read(document, readOne);
  }
}

/** In the order in which they are named, each once; or why none of them is read. */
async function namedDocuments(around: PackageAround): Promise<NamedDocument[] | string> {
  const path = around.manifestPath();
  if (path === null) return around.silent([]).map((file) => ({ file, category: null, isSaid: false }));
  const root = await around.rootOf(path);
  if (typeof root === 'string') return `Its ${MANIFEST} is not read: ${root}`;
  const manifest = manifestOf(root, path);
  const inTests = await itemsInTests(manifest, around);
  const all = [
    ...inTests,
    ...manifest.documents.map((file) => ({ file, category: null, isSaid: true })),
    ...around.silent([path, ...manifest.files]).map((file) => ({ file, category: null, isSaid: false })),
  ];
  return all.filter(({ file }, i) => all.findIndex((other) => other.file === file) === i);
}

/** At most so many files may speak of tests and their sections. */
const MAX_TEST_FILES = 200;

async function itemsInTests({ tests }: Manifest, around: PackageAround): Promise<NamedDocument[]> {
  const items: NamedDocument[] = [];
  const waiting: NamedDocument[] = tests.map((file) => ({ file, category: null, isSaid: true }));
  const seen = new Set<string>();
  for (let test = waiting.shift(); test && seen.size < MAX_TEST_FILES; test = waiting.shift()) {
    if (seen.has(test.file)) continue;
    seen.add(test.file);
    const root = await around.rootOf(test.file);
    if (typeof root === 'string')
      items.push(test); // to be told of in its place
    else {
      const found = testReferences(root, test.file, test.category?.split('/') ?? []);
      items.push(...found.items);
      waiting.unshift(...found.sections);
    }
  }
  return items;
}

interface Opened {
  readonly items: readonly ReadQtiItem[];
  readonly count: number;
  readonly bytes: number;
}

/** A package, by what its documents ask of it. */
class PackageAround {
  private readonly names: ReadonlySet<string>;
  private readonly anyCase: ReadonlyMap<string, string>;

  constructor(private readonly files: PackageFiles) {
    this.names = new Set(files.names);
    this.anyCase = new Map(files.names.map((name) => [name.toLowerCase(), name]));
  }

  /** At the top, or in the one folder that holds all there is. */
  manifestPath(): string | null {
    const [found] = this.files.names
      .filter((name) => name === MANIFEST || name.endsWith(`/${MANIFEST}`))
      .sort((a, b) => a.split('/').length - b.split('/').length);
    return found ?? null;
  }

  /** XML that nothing speaks of, as `.dat` in Blackboard's pools: it may hold questions all the same. */
  silent(named: readonly string[]): string[] {
    const known = new Set(named);
    return this.files.names.filter(
      (name) => /\.(xml|qti|dat)$/i.test(name) && !known.has(name) && !HIDDEN.test(name),
    );
  }

  /** The root of an XML document, or why there is none. */
  async rootOf(file: string): Promise<Element | string> {
    const content = await this.content(file);
    if (typeof content === 'string') return content;
    const xml = readXml(content);
    return 'refusal' in xml ? xml.refusal : xml.root;
  }

  /** Null: it is no document with questions, and nobody said it were. */
  async open({ file, category, isSaid }: NamedDocument): Promise<Opened | null> {
    const content = await this.content(file);
    if (typeof content === 'string') return this.told(file, content);
    const place: DocumentPlace = { file, category };
    const opened = openQti(content, place);
    if ('items' in opened) return { items: opened.items, count: opened.items.length, bytes: content.length };
    return opened.isOther && !isSaid ? null : this.told(file, opened.refusal);
  }

  /** Reads once to learn which pictures it names, and again with those that there are. */
  async read({ file }: NamedDocument, readOne: ReadQtiItem): Promise<ReadItem> {
    const wanted = new Set<string>();
    const item = readOne((address) => {
      wanted.add(address);
      return { refusal: 'Not looked for yet.' };
    });
    if (!wanted.size) return item;
    const found = new Map<string, PictureFound>();
    for (const address of wanted) found.set(address, await this.picture(file, address));
    return readOne((address) => found.get(address)!);
  }

  private async picture(document: string, address: string): Promise<PictureFound> {
    const name = addressIn(document, address);
    if (name === null)
      return {
        refusal: `The picture ${address.slice(0, 200)} lies outside the package: nothing is fetched.`,
      };
    const content = await this.content(
      this.names.has(name) ? name : (this.anyCase.get(name.toLowerCase()) ?? name),
    );
    return typeof content === 'string' ? { refusal: content } : foundPicture(content, name);
  }

  private async content(file: string): Promise<Uint8Array | string> {
    if (!this.names.has(file)) return `The package has no file ${file}.`;
    try {
      return await this.files.bytes(file);
    } catch (error) {
      if (error instanceof BrokenFile) return error.message;
      throw error;
    }
  }

  private told(file: string, refusal: string): Opened {
    return { items: [() => refused({ element: file }, file, refusal)], count: 1, bytes: 0 };
  }
}

/** What macOS adds to archives of its own. */
const HIDDEN = /(^|\/)(__MACOSX\/|\.)/;
