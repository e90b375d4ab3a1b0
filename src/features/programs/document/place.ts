import { isMap, isNode, isScalar, isSeq, type Pair } from 'yaml';
import { pathText, type Path } from '../publication.rules.js';
import { minutesOf } from '../hours-notation.rules.js';

/** Takes down what is wrong, by the offset in the text. */
export interface ProblemSink {
  add(path: string, offset: number, message: string): void;
}

/** Reads one value; a wrong one is told to the place, and something empty of the right type goes on. */
export type Read<T> = (place: Place) => T;

/** One place in a document: a value, or where one is missing. */
export class Place {
  constructor(
    private readonly source: ProblemSink,
    readonly path: Path,
    private readonly node: unknown,
    private readonly offset: number,
    private readonly state: 'present' | 'missing' | 'silent' = 'present',
  ) {}

  problem(message: string): void {
    if (this.state === 'silent') return;
    const missing = this.state === 'missing' ? 'is missing: ' : '';
    this.source.add(pathText(this.path), this.offset, `${missing}${message}`);
  }

  /** The value when it is a scalar; undefined else. */
  get value(): unknown {
    return isScalar(this.node) ? this.node.value : undefined;
  }

  get isText(): boolean {
    return typeof this.value === 'string';
  }

  get isObject(): boolean {
    return isMap(this.node);
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  /** The members of an object. Members that `read` does not ask for are problems: nothing is dropped in silence. */
  object<T>(read: (members: Members) => T): T {
    if (!isMap(this.node)) {
      this.problem('must be an object of named members');
      return read(new Members(this.source, this.path, [], this.offset, true));
    }
    const members = new Members(this.source, this.path, this.node.items, this.offset, false);
    const made = read(members);
    members.refuseOthers();
    return made;
  }

  list<T>(read: Read<T>, most: number): T[] {
    if (!isSeq(this.node)) {
      this.problem('must be a list');
      return [];
    }
    if (this.node.items.length > most) this.problem(`must not have more than ${most} entries`);
    return this.node.items
      .slice(0, most)
      .map((item, i) => read(new Place(this.source, [...this.path, i], item, offsetOf(item, this.offset))));
  }
}

export class Members {
  private readonly byName = new Map<unknown, Pair>();
  private readonly asked = new Set<string>();

  constructor(
    private readonly source: ProblemSink,
    private readonly path: Path,
    pairs: readonly Pair[],
    private readonly offset: number,
    private readonly silent: boolean,
  ) {
    for (const pair of pairs) {
      const name = isScalar(pair.key) ? pair.key.value : pair.key;
      if (this.byName.has(name)) this.source.add(this.nameOf(pair), this.startOf(pair), 'is there twice');
      this.byName.set(name, pair);
    }
  }

  required<T>(name: string, read: Read<T>): T {
    this.asked.add(name);
    const pair = this.byName.get(name);
    if (pair) return read(this.place(name, pair));
    return read(
      new Place(
        this.source,
        [...this.path, name],
        undefined,
        this.offset,
        this.silent ? 'silent' : 'missing',
      ),
    );
  }

  /** `otherwise` when the member is missing or null. */
  optional<T, U>(name: string, read: Read<T>, otherwise: U): T | U {
    this.asked.add(name);
    const pair = this.byName.get(name);
    if (!pair || pair.value === null || (isScalar(pair.value) && pair.value.value === null)) return otherwise;
    return read(this.place(name, pair));
  }

  /** The names among these that are there: known, but not read. */
  skip(names: readonly string[]): string[] {
    return names.filter((name) => {
      this.asked.add(name);
      return this.byName.has(name);
    });
  }

  refuseOthers(): void {
    for (const [name, pair] of this.byName)
      if (typeof name !== 'string' || !this.asked.has(name))
        this.source.add(this.nameOf(pair), this.startOf(pair), `is not known here: ${this.known()}`);
  }

  private known(): string {
    return `known are ${[...this.asked].join(', ')}`;
  }

  private place(name: string, pair: Pair): Place {
    return new Place(this.source, [...this.path, name], pair.value, this.startOf(pair));
  }

  private startOf(pair: Pair): number {
    return offsetOf(pair.key, this.offset);
  }

  private nameOf({ key }: Pair): string {
    return pathText([...this.path, String(isScalar(key) ? key.value : key).slice(0, 100)]);
  }
}

/** Text that PostgreSQL can store, as it is. */
export const text =
  (least: number, most: number): Read<string> =>
  (place) => {
    const { value } = place;
    const wanted = `must be text of ${least} to ${most} characters`;
    if (typeof value !== 'string') {
      place.problem(
        typeof value === 'number' || typeof value === 'boolean' ? `${wanted}: put it in quotes` : wanted,
      );
      return '';
    }
    if (value.trim().length < least || value.length > most) place.problem(wanted);
    if (value.includes('\0') || !value.isWellFormed())
      place.problem('must not hold NUL characters or broken Unicode');
    return value;
  };

export const code: Read<string> = (place) => {
  const value = text(1, 60)(place);
  if (value && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value))
    place.problem('must be a code of letters, digits, dots, dashes and underscores');
  return value;
};

export const integer =
  (least: number, most: number): Read<number> =>
  (place) => {
    const { value } = place;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    place.problem(`must be a whole number from ${least} to ${most}`);
    return least;
  };

/** 0 to 100 with at most two decimals, kept exactly. */
export const percent: Read<string> = (place) => {
  const { value } = place;
  const exact = typeof value === 'number' && value >= 0 && value <= 100 ? value.toFixed(2) : null;
  if (exact !== null && Number(exact) === value) return exact;
  place.problem('must be a percent from 0 to 100 with at most two decimals');
  return '0.00';
};

/** Whole minutes. */
export const hours: Read<number> = (place) => {
  const minutes = minutesOf(place.value);
  if (minutes === null)
    place.problem('must be hours that give whole minutes: 8, 7.5 or "1:40", and less than 10000');
  return minutes ?? 0;
};

export const flag: Read<boolean> = (place) => {
  if (typeof place.value !== 'boolean') place.problem('must be true or false');
  return place.value === true;
};

export const oneOf =
  <T extends string>(...allowed: readonly [T, ...T[]]): Read<T> =>
  (place) => {
    const found = allowed.find((one) => one === place.value);
    if (!found) place.problem(`must be ${allowed.join(' or ')}`);
    return found ?? allowed[0];
  };

export const listOf =
  <T>(read: Read<T>, most = 200): Read<T[]> =>
  (place) =>
    place.list(read, most);

function offsetOf(node: unknown, otherwise: number): number {
  return (isNode(node) ? node.range?.[0] : undefined) ?? otherwise;
}
