/** How much is asked for of a bucket, and how much at most fits. */
export interface Bucket {
  readonly minimum: number;
  /** Infinity: no limit. */
  readonly maximum: number;
}

/** Minutes of one kind: they belong to a class, and each counts in one of the categories. */
export interface Supply {
  readonly minutes: number;
  /** Index of the class. */
  readonly inClass: number;
  /** Indexes of the categories it may count in, the preferred first; at least one. */
  readonly categories: readonly number[];
}

/** Of each supply how many minutes count in each category. */
export type Filling = readonly (readonly number[])[];

/**
 * Counts minutes so that all of these hold at once, which is possible because they are the sides of one flow from classes
 * to categories (the theorem of Mendelsohn and Dulmage, for flows):
 * as many minutes in all as the maximums let count; as few as possible missing to the minimums of the categories, and as
 * many of these met as then can be; the same of the classes. Of equally good fillings the one in which earlier supplies
 * count first, in the categories they name first. Whole minutes throughout: every step moves a whole number.
 *
 * An augmenting path never takes minutes from what a category or a class has, except where a class is said to give some up
 * that it does not need; so what one step has reached the next one keeps.
 */
export function fill(
  supplies: readonly Supply[],
  classes: readonly Bucket[],
  categories: readonly Bucket[],
): Filling {
  const withoutChoice = filledWithoutChoice(supplies, classes, categories);
  if (withoutChoice) return withoutChoice;
  const newFlow = (): Flow => new Flow(supplies, classes, categories);
  const flow = filled(newFlow(), { classesFirst: [], categoriesFirst: [] });
  const classesFirst = metTogether(classes, flow.ofClass, (chosen) => newFlow().meetClasses(chosen).ofClass);
  const categoriesFirst = metTogether(
    categories,
    flow.ofCategory,
    (chosen) => newFlow().meetCategories(chosen).ofCategory,
  );
  if (!classesFirst && !categoriesFirst) return flow.counted;
  return filled(newFlow(), { classesFirst: classesFirst ?? [], categoriesFirst: categoriesFirst ?? [] })
    .counted;
}

/** Where every supply has one category and all maximums let all of it count, there is but one best filling; null elsewhere. */
function filledWithoutChoice(
  supplies: readonly Supply[],
  classes: readonly Bucket[],
  categories: readonly Bucket[],
): Filling | null {
  if (supplies.some((supply) => supply.categories.length > 1)) return null;
  const minutesIn = (isOf: (supply: Supply) => boolean): number =>
    supplies.reduce((minutes, supply) => minutes + (isOf(supply) ? supply.minutes : 0), 0);
  const fits =
    classes.every(({ maximum }, c) => maximum === Infinity || minutesIn((s) => s.inClass === c) <= maximum) &&
    categories.every(
      ({ maximum }, k) => maximum === Infinity || minutesIn((s) => s.categories[0] === k) <= maximum,
    );
  return fits
    ? supplies.map((supply) => categories.map((_, k) => (supply.categories[0] === k ? supply.minutes : 0)))
    : null;
}

function filled(
  flow: Flow,
  { classesFirst, categoriesFirst }: Record<'classesFirst' | 'categoriesFirst', readonly number[]>,
): Flow {
  return flow
    .meetCategories(categoriesFirst)
    .meetCategories(flow.categories.map((_, i) => i))
    .meetClasses(classesFirst)
    .meetClasses(flow.classes.map((_, i) => i))
    .countTheRest();
}

/**
 * Which minimums to meet first, so that as many are met as can be together; null where that makes no difference to what was
 * reached without. All that can be met alone are tried together, then all but one, and so on: a policy has few, and seldom
 * do they compete.
 */
function metTogether(
  buckets: readonly Bucket[],
  reached: readonly number[],
  reach: (chosen: readonly number[]) => readonly number[],
): readonly number[] | null {
  const wanted = buckets.flatMap(({ minimum }, i) => (minimum > 0 ? [i] : []));
  const metIn = (minutes: readonly number[], chosen: readonly number[]): number[] =>
    chosen.filter((i) => minutes[i]! >= buckets[i]!.minimum);
  const met = metIn(reached, wanted);
  if (met.length === wanted.length) return null;
  const possible = wanted.filter((i) => met.includes(i) || metIn(reach([i]), [i]).length > 0);
  for (let size = possible.length; size > met.length; size--)
    for (const chosen of subsets(possible, size))
      if (metIn(reach(chosen), chosen).length === size) return chosen;
  return null;
}

/** All subsets of a size, those with earlier members first. */
function* subsets(of: readonly number[], size: number): Generator<readonly number[]> {
  if (size === 0) return yield [];
  for (let i = 0; i + size <= of.length; i++)
    for (const rest of subsets(of.slice(i + 1), size - 1)) yield [of[i]!, ...rest];
}

/** What of a minimum its maximum lets count. */
const needOf = ({ minimum, maximum }: Bucket): number => Math.min(minimum, maximum);

/** Room that a bucket has; 0: none. */
type Room = (bucket: number) => number;
const NONE: Room = () => 0;

/** Minutes on their way from classes through supplies into categories. */
class Flow {
  readonly counted: number[][];
  readonly ofClass: number[];
  readonly ofCategory: number[];
  private readonly used: number[];
  private readonly suppliesOf: number[][];

  constructor(
    private readonly supplies: readonly Supply[],
    readonly classes: readonly Bucket[],
    readonly categories: readonly Bucket[],
  ) {
    this.counted = supplies.map(() => categories.map(() => 0));
    this.ofClass = classes.map(() => 0);
    this.ofCategory = categories.map(() => 0);
    this.used = supplies.map(() => 0);
    this.suppliesOf = classes.map((_, i) => supplies.flatMap(({ inClass }, s) => (inClass === i ? [s] : [])));
  }

  /** As few minutes as possible missing to these minimums. */
  meetCategories(chosen: readonly number[]): this {
    const upToMinimum: Room = (k) =>
      chosen.includes(k) ? needOf(this.categories[k]!) - this.ofCategory[k]! : 0;
    while (this.augment(this.classRoom, upToMinimum, NONE));
    return this;
  }

  /** The same for classes: a class that has more than it needs makes room for one that has less. */
  meetClasses(chosen: readonly number[]): this {
    const upToMinimum: Room = (c) => (chosen.includes(c) ? needOf(this.classes[c]!) - this.ofClass[c]! : 0);
    const spare: Room = (c) => this.ofClass[c]! - (chosen.includes(c) ? needOf(this.classes[c]!) : 0);
    while (this.augment(upToMinimum, this.categoryRoom, spare));
    return this;
  }

  countTheRest(): this {
    while (this.augment(this.classRoom, this.categoryRoom, NONE));
    return this;
  }

  private readonly classRoom: Room = (c) => this.classes[c]!.maximum - this.ofClass[c]!;
  private readonly categoryRoom: Room = (k) => this.categories[k]!.maximum - this.ofCategory[k]!;

  /**
   * One shortest path from a class with room to a category with room, or to another class that gives up minutes of its
   * own; false when there is none. Nodes are classes, then supplies, then categories.
   */
  private augment(starts: Room, ends: Room, gives: Room): boolean {
    const [firstSupply, firstCategory] = [this.classes.length, this.classes.length + this.supplies.length];
    const cameFrom: (number | undefined)[] = [];
    const queue: number[] = [];
    const visit = (node: number, from: number): void => {
      if (cameFrom[node] !== undefined) return;
      cameFrom[node] = from;
      queue.push(node);
    };
    this.classes.forEach((_, c) => starts(c) > 0 && visit(c, -1));
    for (let i = 0; i < queue.length; i++) {
      const node = queue[i]!;
      if (node < firstSupply) {
        if (cameFrom[node] !== -1 && gives(node) > 0)
          return this.move(pathTo(node, cameFrom), starts, gives(node));
        for (const s of this.suppliesOf[node]!)
          if (this.used[s]! < this.supplies[s]!.minutes) visit(firstSupply + s, node);
      } else if (node < firstCategory) {
        const s = node - firstSupply;
        for (const k of this.supplies[s]!.categories) visit(firstCategory + k, node);
        if (this.used[s]! > 0) visit(this.supplies[s]!.inClass, node);
      } else {
        const k = node - firstCategory;
        if (ends(k) > 0) return this.move(pathTo(node, cameFrom), starts, ends(k));
        this.counted.forEach((of, s) => of[k]! > 0 && visit(firstSupply + s, node));
      }
    }
    return false;
  }

  /** Sends along the path what fits through all of it. */
  private move(path: readonly number[], starts: Room, atTheEnd: number): true {
    const [firstSupply, firstCategory] = [this.classes.length, this.classes.length + this.supplies.length];
    const steps = path.slice(1).map((to, i) => [path[i]!, to] as const);
    const roomOf = ([from, to]: readonly [number, number]): number => {
      if (from < firstSupply) return this.supplies[to - firstSupply]!.minutes - this.used[to - firstSupply]!;
      if (from >= firstCategory) return this.counted[to - firstSupply]![from - firstCategory]!;
      return to < firstSupply ? this.used[from - firstSupply]! : Infinity;
    };
    const minutes = Math.min(starts(path[0]!), atTheEnd, ...steps.map(roomOf));
    for (const [from, to] of steps) {
      if (from < firstSupply) this.used[to - firstSupply]! += minutes;
      else if (from >= firstCategory) this.counted[to - firstSupply]![from - firstCategory]! -= minutes;
      else if (to < firstSupply) this.used[from - firstSupply]! -= minutes;
      else this.counted[from - firstSupply]![to - firstCategory]! += minutes;
    }
    this.ofClass[path[0]!]! += minutes;
    const last = path.at(-1)!;
    if (last < firstSupply) this.ofClass[last]! -= minutes;
    else this.ofCategory[last - firstCategory]! += minutes;
    return true;
  }
}

function pathTo(end: number, cameFrom: readonly (number | undefined)[]): number[] {
  const path = [end];
  for (let node = cameFrom[end]!; node !== -1; node = cameFrom[node]!) path.push(node);
  return path.reverse();
}
