import { PrimaryHistory } from './primary-history.js';

describe('the history of the primary', () => {
  it('says since when somebody at a position lacks something', () => {
    const history = new PrimaryHistory(10_000);
    for (const [at, lsn] of [
      [0, 100n],
      [1_000, 100n],
      [2_000, 300n],
      [3_000, 400n],
    ] as const)
      history.add(at, lsn);
    const moments = [99n, 100n, 299n, 300n, 400n, 500n].map((lsn) => history.momentOf(lsn));
    expect(moments).toEqual([-Infinity, 1_000, 1_000, 2_000, 3_000, 3_000]);
  });

  it('calls nobody behind while nothing is written', () => {
    const history = new PrimaryHistory(2_000);
    for (let at = 0; at <= 60_000; at += 500) history.add(at, 100n);
    expect(history.momentOf(100n)).toBe(60_000);
  });

  it('goes no further back than it must', () => {
    const history = new PrimaryHistory(2_000);
    for (let at = 0; at <= 10_000; at += 1_000) history.add(at, BigInt(at));
    expect([7_999n, 8_000n].map((lsn) => history.momentOf(lsn))).toEqual([-Infinity, 8_000]);
  });

  it('begins anew when the primary is another one', () => {
    const history = new PrimaryHistory(10_000);
    expect([history.add(0, 500n), history.add(1_000, 300n)]).toEqual([true, false]);
    expect(history.momentOf(500n)).toBe(1_000);
  });
});
