import fc from 'fast-check';
import { inDeletionOrder } from './deletion-order.rules.js';

describe('the order in which tables are emptied', () => {
  it('puts what leads to something before it, whatever the order it is given in', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const key = fc
      .tuple(fc.nat(5), fc.nat(5))
      .filter(([from, to]) => from <= to)
      .map(([from, to]) => ({ table: names[from]!, references: names[to]! }));
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 6 }), fc.array(key), (tables, keys) => {
        const order = inDeletionOrder(tables, keys);
        expect([...order].sort()).toEqual(names);
        for (const { table, references } of keys)
          if (table !== references) expect(order.indexOf(table)).toBeLessThan(order.indexOf(references));
      }),
    );
  });

  it('says which tables lead to one another', () => {
    const circle = [
      { table: 'a', references: 'b' },
      { table: 'b', references: 'a' },
    ];
    expect(() => inDeletionOrder(['a', 'b', 'c'], circle)).toThrow('Tables lead to one another: a, b');
  });
});
