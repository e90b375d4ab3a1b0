import fc from 'fast-check';
import { destination } from './session.rules.js';

const memberships = fc.uniqueArray(fc.uuid(), { maxLength: 5 }).map((ids) => ids.map((orgId) => ({ orgId })));

describe('where a sign-in leads', () => {
  it('without a wish: to the first, or nowhere', () => {
    fc.assert(fc.property(memberships, (open) => destination(open, undefined) === (open[0] ?? null)));
  });

  it('with a wish: there and nowhere else', () => {
    fc.assert(
      fc.property(memberships, fc.uuid(), fc.nat(), (open, unknown, pick) => {
        expect(destination(open, unknown)).toBeNull();
        const wish = open[pick % Math.max(open.length, 1)];
        if (wish) expect(destination(open, wish.orgId)).toBe(wish);
      }),
    );
  });
});
