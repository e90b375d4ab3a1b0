import fc from 'fast-check';
import { roleMayGrant, ROLES, type Role } from '../../platform/access/permissions.js';
import {
  isStandingOwner,
  whyNotChange,
  whyNotGrant,
  wouldCycle,
  type MembershipTerms,
} from './membership.rules.js';

const role = fc.constantFrom<Role[]>(...ROLES);
const moment = fc.option(fc.date({ noInvalidDate: true }));
const terms: fc.Arbitrary<MembershipTerms> = fc.record({
  role,
  expiresAt: moment,
  revokedAt: moment,
  lineManagerId: fc.constant(null),
  siteIds: fc.constant(null),
  cohortIds: fc.constant(null),
});
const change = fc.record({
  grantor: fc.record({ membershipId: fc.constantFrom('a', 'b'), role }),
  membershipId: fc.constantFrom('a', 'b'),
  before: terms,
  after: terms,
  otherStandingOwners: fc.nat({ max: 2 }),
});

describe('the rules of memberships', () => {
  it('abuse 10: nobody changes their own membership, whatever the change', () => {
    fc.assert(
      fc.property(change, (given) => {
        const own = { ...given, membershipId: given.grantor.membershipId };
        expect(whyNotChange(own)?.code).toBe('OWN_MEMBERSHIP');
      }),
    );
  });

  it('abuse 11: an allowed change neither takes from nor gives a role above the own', () => {
    fc.assert(
      fc.property(change, (given) => {
        fc.pre(whyNotChange(given) === null);
        expect(roleMayGrant(given.grantor.role, given.before.role)).toBe(true);
        expect(roleMayGrant(given.grantor.role, given.after.role)).toBe(true);
      }),
    );
  });

  it('abuse 11: nothing is granted to anybody by a role that may grant nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Role[]>('INSTRUCTOR', 'SUPERVISOR', 'TRAINEE', 'AUDITOR'),
        terms,
        (of, given) => {
          expect(whyNotGrant({ membershipId: 'a', role: of }, given)?.code).toBe('ROLE_ABOVE_YOURS');
        },
      ),
    );
  });

  it('auditors end, whoever appoints them', () => {
    fc.assert(
      fc.property(change, (given) => {
        fc.pre(whyNotChange(given) === null);
        expect(given.after.role !== 'AUDITOR' || given.after.expiresAt !== null).toBe(true);
      }),
    );
  });

  it('a revoked membership changes only by being restored', () => {
    fc.assert(
      fc.property(change, (given) => {
        fc.pre(whyNotChange(given) === null && given.before.revokedAt !== null);
        expect(given.after.revokedAt).toBeNull();
      }),
    );
  });

  it('an owner for good remains after any sequence of allowed changes', () => {
    const step = fc.record({ by: fc.nat({ max: 3 }), to: fc.nat({ max: 3 }), after: terms });
    fc.assert(
      fc.property(
        fc.array(terms, { minLength: 4, maxLength: 4 }),
        fc.array(step, { maxLength: 30 }),
        (start, steps) => {
          const members = start.map((of, i) =>
            i ? of : { ...of, role: 'OWNER' as Role, expiresAt: null, revokedAt: null },
          );
          for (const { by, to, after } of steps) {
            const given = {
              grantor: { membershipId: String(by), role: members[by]!.role },
              membershipId: String(to),
              before: members[to]!,
              after,
              otherStandingOwners: members.filter((of, i) => i !== to && isStandingOwner(of)).length,
            };
            if (whyNotChange(given) === null) members[to] = after;
          }
          expect(members.some(isStandingOwner)).toBe(true);
        },
      ),
    );
  });

  it('a line of managers never leads back', () => {
    expect(wouldCycle('a', ['b', 'c', 'a'])).toBe(true);
    expect(wouldCycle('a', ['a'])).toBe(true);
    expect(wouldCycle('a', ['b', 'c'])).toBe(false);
  });
});
