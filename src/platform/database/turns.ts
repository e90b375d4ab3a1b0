import { AsyncLocalStorage } from 'node:async_hooks';

interface Waiting<C, A> {
  readonly call: C;
  readonly resolve: (answer: A) => void;
  readonly reject: (reason: unknown) => void;
}

/** Calls that wait at one place, and how many turns are under way there. */
interface Queue<C, A> {
  readonly waiting: Waiting<C, A>[];
  underWay: number;
}

/** What one turn makes of the calls it takes: answers in their order. */
export type Turn<C, A> = (calls: readonly C[]) => Promise<readonly A[]>;

export interface TurnLimits {
  /** Calls that a turn takes. */
  readonly calls: number;
  /** Turns at the same time at one place. */
  readonly atOnce: number;
}

/**
 * Takes calls in turns: those that come while as many turns are under way as may be wait, and the next takes all that wait.
 * Nobody waits for company: where it is quiet a call is a turn by itself.
 */
export class Turns<C, A> {
  private readonly queues = new Map<string, Queue<C, A>>();
  private readonly known = new Map<string, Promise<A>>();
  /** A turn serves many requests: it must not run in the async context of whichever came first. */
  private readonly outside = AsyncLocalStorage.snapshot();

  constructor(private readonly most: TurnLimits) {}

  /** The answer to the call; a call by the name of one that waits or is under way gets the answer to that. */
  take(place: string, name: string, call: C, turn: Turn<C, A>): Promise<A> {
    let answer = this.known.get(name);
    if (!answer) {
      answer = this.enqueued(place, call, turn).finally(() => this.known.delete(name));
      this.known.set(name, answer);
    }
    return answer;
  }

  private enqueued(place: string, call: C, turn: Turn<C, A>): Promise<A> {
    const queue = this.queues.get(place) ?? { waiting: [], underWay: 0 };
    this.queues.set(place, queue);
    return new Promise<A>((resolve, reject) => {
      queue.waiting.push({ call, resolve, reject });
      // What has arrived together is taken together: a turn begins when all of it was read, or when it is full.
      if (queue.waiting.length === this.most.calls) this.begin(place, queue, turn);
      else if (queue.waiting.length === 1)
        this.outside(() => setImmediate(() => this.begin(place, queue, turn)));
    });
  }

  private begin(place: string, queue: Queue<C, A>, turn: Turn<C, A>): void {
    while (queue.waiting.length && queue.underWay < this.most.atOnce) {
      queue.underWay++;
      void this.outside(() => answerAll(queue.waiting.splice(0, this.most.calls), turn)).then(() => {
        queue.underWay--;
        this.begin(place, queue, turn);
      });
    }
    const isQuiet = !queue.waiting.length && !queue.underWay;
    if (isQuiet && this.queues.get(place) === queue) this.queues.delete(place);
  }
}

async function answerAll<C, A>(taken: readonly Waiting<C, A>[], turn: Turn<C, A>): Promise<void> {
  try {
    const answers = await turn(taken.map(({ call }) => call));
    taken.forEach(({ resolve }, index) => resolve(answers[index]!));
  } catch (error) {
    for (const { reject } of taken) reject(error);
  }
}
