import { isMap, isNode, isScalar, isSeq, Lexer, LineCounter, parseDocument, visit, YAMLError } from 'yaml';
import { pathText, type Path } from '../publication.rules.js';
import { Place, type ProblemSink } from './place.js';

export const DOCUMENT_FORMATS = ['YAML', 'JSON'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/** The largest document that is read, in bytes of UTF-8. */
export const MAX_DOCUMENT_BYTES = 5_000_000;
/** A whole program of 100 courses has fewer; a document of nothing but brackets would take seconds to read. */
const MAX_TOKENS = 150_000;
const MAX_DEPTH = 100;
/** More problems than anybody mends at once are not told. */
export const MAX_PROBLEMS = 200;

export interface DocumentPosition {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface DocumentProblem extends DocumentPosition {
  readonly message: string;
}

/**
 * A document with the position of everything in it. Nothing is expanded: aliases, tags and merge keys are
 * refused, so a small document stays small.
 */
export class DocumentSource implements ProblemSink {
  readonly problems: DocumentProblem[] = [];
  private readonly lines = new LineCounter();
  private readonly contents: unknown = null;

  constructor(text: string, format: DocumentFormat) {
    if (Buffer.byteLength(text) > MAX_DOCUMENT_BYTES) {
      this.add('', 0, `the document is larger than ${MAX_DOCUMENT_BYTES / 1_000_000} MB`);
      return;
    }
    try {
      if (format === 'JSON') JSON.parse(text);
      this.contents = this.parsed(text);
    } catch (error) {
      this.refuse(error, text);
    }
  }

  get root(): Place {
    return new Place(this, [], this.contents, 0);
  }

  /** Position of the deepest part of the path that there is. */
  positionOf(path: Path): DocumentPosition {
    let node = this.contents;
    let offset = startOf(node) ?? 0;
    for (const step of path) {
      const pair = isMap(node)
        ? node.items.find(({ key }) => isScalar(key) && key.value === step)
        : undefined;
      const item = isSeq(node) && typeof step === 'number' ? node.items[step] : undefined;
      offset = startOf(pair?.key) ?? startOf(item) ?? offset;
      node = pair ? pair.value : item;
    }
    return this.position(pathText(path), offset);
  }

  add(path: string, offset: number, message: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ ...this.position(path, offset), message });
  }

  private position(path: string, offset: number): DocumentPosition {
    const { line, col } = this.lines.linePos(offset);
    return { path, line: Math.max(1, line), column: Math.max(1, col) };
  }

  private parsed(text: string): unknown {
    const excess = excessOf(text);
    if (excess) {
      this.add('', 0, excess);
      return null;
    }
    const document = parseDocument(text, {
      lineCounter: this.lines,
      prettyErrors: false,
      uniqueKeys: false, // compares each key with every other: Place finds doubles faster
    });
    for (const { pos, message } of [...document.errors, ...document.warnings].slice(0, MAX_PROBLEMS))
      this.add('', pos[0], message);
    visit(document, {
      Alias: (_, alias) =>
        this.add('', startOf(alias) ?? 0, `aliases (*${alias.source}) are not read: write it out`),
    });
    return this.problems.length ? null : document.contents;
  }

  private refuse(error: unknown, text: string): void {
    if (error instanceof RangeError) return this.add('', 0, 'the document is nested too deeply');
    if (!(error instanceof SyntaxError) && !(error instanceof YAMLError)) throw error;
    const at = /at position (\d+)/.exec(error.message)?.[1];
    const before = text.slice(0, Number(at ?? 0)).split('\n');
    this.problems.push({
      path: '',
      line: before.length,
      column: before.at(-1)!.length + 1,
      message: `not JSON: ${error.message}`,
    });
  }
}

/** Looks at the tokens alone, which is cheap, before anything is built of them. */
function excessOf(text: string): string | null {
  let tokens = 0;
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    if (++tokens > MAX_TOKENS) return `the document has more than ${MAX_TOKENS} parts`;
    if (token === '[' || token === '{') depth++;
    if (token === ']' || token === '}') depth--;
    if (depth > MAX_DEPTH || /^ {200,}$/.test(token)) return 'the document is nested too deeply';
  }
  return null;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
