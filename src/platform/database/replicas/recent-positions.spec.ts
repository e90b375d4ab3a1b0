import { BEYOND, RecentPositions } from './recent-positions.js';

describe('recent positions', () => {
  let now = 0;
  const positions = new RecentPositions(5_000, () => now);
  beforeEach(() => {
    now += 60_000;
  });

  it('are kept for as long as a replica may be behind', () => {
    positions.note('ada', 100n);
    now += 5_000;
    expect(positions.of('ada')).toBe(100n);
    now += 1;
    expect(positions.of('ada')).toBe(0n);
  });

  it('never go back, and are each person’s own', () => {
    positions.note('ada', 200n);
    positions.note('ada', 100n);
    positions.note('bob', 50n);
    expect([positions.of('ada'), positions.of('bob'), positions.of('eve')]).toEqual([200n, 50n, 0n]);
    positions.note('ada', BEYOND);
    expect(positions.of('ada') > 2n ** 64n - 1n).toBe(true);
  });

  it('take no more room than what is recent', () => {
    const few = new RecentPositions(1_000, () => now);
    for (let i = 0; i < 5_000; i++, now++) few.note(`person ${i}`, BigInt(i));
    expect(few.size).toBeLessThanOrEqual(1_001);
  });
});
