import { SubscriptionQueue } from './subscription-queue.js';

describe('the queue of a subscriber', () => {
  it('gives entries in order, waiting for the next', async () => {
    const queue = new SubscriptionQueue<{ id: number }>(10);
    const first = queue.take();
    queue.add({ id: 1 });
    queue.add({ id: 2 });
    expect([await first, await queue.take()]).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('holds the same news once, so that a slow subscriber costs no memory', () => {
    const queue = new SubscriptionQueue<{ id: number }>(2);
    for (let i = 0; i < 1_000; i++) expect(queue.add({ id: i % 2 })).toBe(true);
  });

  it('says when a subscriber is too far behind', () => {
    const queue = new SubscriptionQueue<{ id: number }>(2);
    expect([1, 2, 3].map((id) => queue.add({ id }))).toEqual([true, true, false]);
  });

  it('ends for whoever waits, with the reason', async () => {
    const queue = new SubscriptionQueue<{ id: number }>(2);
    const waiting = queue.take();
    queue.close(new Error('over'));
    await expect(waiting).rejects.toThrow('over');
    const calm = new SubscriptionQueue<{ id: number }>(2);
    calm.add({ id: 1 });
    calm.close();
    expect(await calm.take()).toBeUndefined();
  });
});
