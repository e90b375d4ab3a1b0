import fc from 'fast-check';
import { AWARD_STANDINGS } from '../awarding/award.js';
import {
  freePlace,
  isSet,
  LIST_LENGTH,
  moment,
  mustBeSignedAnew,
  statusListCredential,
} from './status-list.rules.js';

describe('the bits of an award', () => {
  it('abuse 41: keep everything from being accepted that is not valid; final is what cannot come back', () => {
    const bits = [...AWARD_STANDINGS, null].map((standing) => [
      standing,
      isSet('suspension', standing),
      isSet('revocation', standing),
    ]);
    expect(bits).toEqual([
      ['VALID', false, false],
      ['SUSPENDED', true, false],
      ['REVOKED', true, true],
      ['SUPERSEDED', true, true],
      [null, true, false],
    ]);
  });
});

describe('the place of an award', () => {
  const index = fc.nat(LIST_LENGTH - 1);
  it('is always free: in this list if one of those drawn is, in the next otherwise', () => {
    fc.assert(
      fc.property(
        fc.array(index, { minLength: 1 }),
        fc.array(index),
        fc.integer({ min: 1 }),
        (drawn, others, list) => {
          const taken = new Set(others);
          const place = freePlace(list, drawn, taken);
          expect(drawn).toContain(place.index);
          expect(place.list === list ? !taken.has(place.index) : drawn.every((each) => taken.has(each))).toBe(
            true,
          );
          expect(place.list - list).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('is in the next list when all that were drawn are taken', () => {
    expect(freePlace(3, [5, 7], new Set([5, 7]))).toEqual({ list: 4, index: 5 });
  });
});

describe('a list', () => {
  const at = new Date('2026-11-24T02:00:00.789Z');
  it('is believed for a day and signed anew every hour', () => {
    expect(statusListCredential('https://a.example/1', 'did:web:a', 'suspension', 'u', at)).toMatchObject({
      issuer: 'did:web:a',
      validFrom: '2026-11-24T02:00:00Z',
      validUntil: '2026-11-25T02:00:00Z',
      credentialSubject: { id: 'https://a.example/1#list', statusPurpose: 'suspension', encodedList: 'u' },
    });
    const after = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
    expect([0, 60, 61, -61].map((minutes) => mustBeSignedAnew(at, after(minutes)))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('writes moments in whole seconds', () => {
    expect(moment(at)).toBe('2026-11-24T02:00:00Z');
  });
});
