import { AsyncLocalStorage } from 'node:async_hooks';
import { Turns } from './turns.js';

/** Turns that end when they are told to. */
class Held {
  readonly begun: number[][] = [];
  private readonly ends: (() => void)[] = [];

  readonly turn = async (calls: readonly number[]): Promise<string[]> => {
    this.begun.push([...calls]);
    await new Promise<void>((resolve) => this.ends.push(resolve));
    return calls.map((call) => `answer ${call}`);
  };

  end(): void {
    this.ends.shift()!();
  }
}

const arrived = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('a call by itself is a turn by itself', async () => {
    const held = new Held();
    const answer = new Turns<number, string>({ calls: 3, atOnce: 1 }).take('here', 'a', 1, held.turn);
    await arrived();
    held.end();
    expect(await answer).toBe('answer 1');
  });

  it('takes all that wait, in their order, as many as a turn may, each with its own answer', async () => {
    const held = new Held();
    const turns = new Turns<number, string>({ calls: 3, atOnce: 1 });
    const answers = [1, 2, 3, 4, 5, 6, 7].map((call) => turns.take('here', `${call}`, call, held.turn));
    for (let turn = 0; turn < 3; turn++) {
      await arrived();
      held.end();
    }
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4, 5, 6, 7].map((call) => `answer ${call}`));
    expect(held.begun).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  });

  it('has no more turns under way at a place than it may; places do not wait for one another', async () => {
    const held = new Held();
    const turns = new Turns<number, string>({ calls: 1, atOnce: 2 });
    const answers = [1, 2, 3].map((call) => turns.take('here', `${call}`, call, held.turn));
    const elsewhere = turns.take('there', '4', 4, held.turn);
    await arrived();
    expect(held.begun).toEqual([[1], [2], [4]]);
    held.end();
    await answers[0];
    await arrived();
    expect(held.begun.at(-1)).toEqual([3]);
    [1, 2, 3].forEach(() => held.end());
    await Promise.all([...answers, elsewhere]);
  });

  it('a double of a call that waits or is under way gets its answer; later it is a call anew', async () => {
    const held = new Held();
    const turns = new Turns<number, string>({ calls: 3, atOnce: 1 });
    const first = turns.take('here', 'same', 1, held.turn);
    const whileWaiting = turns.take('here', 'same', 2, held.turn);
    await arrived();
    const underWay = turns.take('here', 'same', 3, held.turn);
    held.end();
    expect(await Promise.all([first, whileWaiting, underWay])).toEqual(['answer 1', 'answer 1', 'answer 1']);
    const later = turns.take('here', 'same', 4, held.turn);
    await arrived();
    held.end();
    expect(await later).toBe('answer 4');
  });

  it('a turn that fails fails for its own calls alone', async () => {
    const turns = new Turns<number, string>({ calls: 2, atOnce: 1 });
    const turn = async (calls: readonly number[]): Promise<string[]> => {
      if (calls.includes(1)) throw new Error('broken');
      return calls.map(String);
    };
    const answers = [1, 2, 3].map((call) => turns.take('here', `${call}`, call, turn));
    expect(await Promise.allSettled(answers)).toMatchObject([
      { status: 'rejected', reason: { message: 'broken' } },
      { status: 'rejected', reason: { message: 'broken' } },
      { status: 'fulfilled', value: '3' },
    ]);
  });

  it('a turn runs in the context of none of its callers', async () => {
    const request = new AsyncLocalStorage<string>();
    const turns = new Turns<number, string>({ calls: 1, atOnce: 1 });
    const turn = async (calls: readonly number[]): Promise<string[]> =>
      calls.map(() => request.getStore() ?? 'no request');
    const answers = ['one', 'two'].map((name, call) =>
      request.run(name, () => turns.take('here', name, call, turn)),
    );
    expect(await Promise.all(answers)).toEqual(['no request', 'no request']);
  });
});
