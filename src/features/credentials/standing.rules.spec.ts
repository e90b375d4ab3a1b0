import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { CARDS, type Card, type CardEntry, type CardTerms } from './cards/card.rules.js';
import { standingOn } from './standing.rules.js';
import type { Standing } from './standing.js';
import { lastDayOf } from './types/validity.rules.js';

const START = Temporal.PlainDate.from('2026-02-20');
const day = (n: number): string => START.add({ days: n }).toString();
const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minute));
const LATER = at(1_000);

const terms = (given: Partial<CardTerms> = {}): CardTerms => ({
  id: 'version',
  code: 'CARD',
  title: 'A card',
  effectiveFrom: null,
  validityMonths: 12,
  expiryRule: 'SAME_DAY',
  warnDays: [90, 30],
  handsOnRequired: false,
  acceptedIssuers: [],
  recordedAt: at(0),
  ...given,
});

let made = 0;
const id = (): string => String(++made).padStart(6, '0');

const finding = (kind: 'CONFIRMED' | 'NOT_CONFIRMED', foundOn: string, minute = 1): CardEntry => ({
  id: id(),
  kind,
  foundOn,
  expiresOn: null,
  withdrawsId: null,
  handsOnOn: null,
  recordedAt: at(minute),
});

const withdrawal = (withdrawsId: string | null, minute = 2): CardEntry => ({
  ...finding('CONFIRMED', '', minute),
  kind: 'WITHDRAWN',
  foundOn: null,
  withdrawsId,
});

const card = (startsOn: string, entries: CardEntry[], given: Partial<Card> = {}): Card => ({
  id: id(),
  typeCode: 'CARD',
  startsOn,
  claimedUntil: null,
  issuer: 'An issuer',
  handsOnOn: startsOn,
  recordedAt: at(1),
  entries,
  ...given,
});

const confirmed = (startsOn: string, given: Partial<Card> = {}): Card =>
  card(startsOn, [finding('CONFIRMED', startsOn)], given);

const ask = (cards: Card[], on: string, knownAt = LATER, versions = [terms()]): Standing =>
  standingOn('CARD', versions, cards, on, knownAt, CARDS);

const statuses = (cards: Card[], days: string[], versions = [terms()]): string[] =>
  days.map((on) => ask(cards, on, LATER, versions).status);

describe('what cards are worth on a day', () => {
  it('inv 49: is nothing before somebody has verified them: pending is not current', () => {
    const pending = card('2026-03-01', []);
    expect(ask([pending], '2026-04-01')).toMatchObject({
      status: 'PENDING',
      current: false,
      sourceId: pending.id,
    });
    expect(ask([confirmed('2026-03-01')], '2026-04-01')).toMatchObject({
      status: 'CURRENT',
      current: true,
      currentUntil: '2027-03-01',
    });
  });

  it('inv 49: ends by the rule of the type, or sooner where card or issuer say so, and never later', () => {
    const until = (given: Partial<Card>, said: string | null = null, version = terms()) =>
      ask(
        [card('2026-08-31', [{ ...finding('CONFIRMED', '2026-09-01'), expiresOn: said }], given)],
        '2026-10-01',
        LATER,
        [version],
      ).currentUntil;
    const halfYear = terms({ validityMonths: 6 });
    expect(until({}, null, halfYear)).toBe('2027-02-28');
    expect(until({}, null, { ...halfYear, expiryRule: 'END_OF_MONTH' })).toBe('2027-02-28');
    expect(until({ claimedUntil: '2026-12-31' })).toBe('2026-12-31');
    expect(until({ claimedUntil: '2026-12-31' }, '2027-01-31')).toBe('2027-01-31');
    expect(until({ claimedUntil: '2031-01-01' })).toBe('2027-08-31');
    expect(until({}, '2031-01-01')).toBe('2027-08-31');
    expect(until({}, null, terms({ validityMonths: null }))).toBeNull();
  });

  it('counts on the first day and on the last, and is not yet or no more beside them', () => {
    const cards = [confirmed('2026-03-01')];
    expect(statuses(cards, ['2026-02-28', '2026-03-01', '2027-03-01', '2027-03-02'])).toEqual([
      'NOT_YET',
      'CURRENT',
      'EXPIRING',
      'EXPIRED',
    ]);
  });

  it('warns by the longest warning of the type, reckoned from what follows without a gap', () => {
    const cards = [confirmed('2026-03-01')];
    expect(statuses(cards, ['2026-11-30', '2026-12-01'])).toEqual(['CURRENT', 'EXPIRING']);
    const renewed = [...cards, confirmed('2027-02-10')];
    expect(ask(renewed, '2027-01-01')).toMatchObject({ status: 'CURRENT', currentUntil: '2028-02-10' });
    const adjoining = [...cards, confirmed('2027-03-02')];
    expect(ask(adjoining, '2027-01-01').currentUntil).toBe('2028-03-02');
    expect(statuses(cards, ['2027-02-28'], [terms({ warnDays: [] })])).toEqual(['CURRENT']);
  });

  it('inv 52: a renewal on day 400 does not make day 380 compliant', () => {
    const first = Temporal.PlainDate.from('2026-01-01');
    const on = (n: number) => first.add({ days: n }).toString();
    const cards = [confirmed(on(0)), confirmed(on(400))];
    expect(statuses(cards, [on(365), on(366), on(380), on(399), on(400)])).toEqual([
      'EXPIRING',
      'EXPIRED',
      'EXPIRED',
      'EXPIRED',
      'CURRENT',
    ]);
    expect(ask(cards, on(365)).currentUntil).toBe(on(365));
  });

  it('inv 52: one day between two cards is a gap', () => {
    const ends = Temporal.PlainDate.from('2027-03-01');
    const renewed = (days: number) => [confirmed('2026-03-01'), confirmed(String(ends.add({ days })))];
    expect(ask(renewed(1), '2026-06-01').currentUntil).toBe('2028-03-02');
    expect(ask(renewed(2), '2026-06-01').currentUntil).toBe('2027-03-01');
    expect(statuses(renewed(2), ['2027-03-01', '2027-03-02', '2027-03-03'])).toEqual([
      'EXPIRING',
      'EXPIRED',
      'CURRENT',
    ]);
  });

  it('inv 49: a card of 29 February ends on 28 February, or on the next 29 where there is one', () => {
    const until = (validityMonths: number) =>
      ask([confirmed('2028-02-29')], '2028-03-01', LATER, [terms({ validityMonths })]).currentUntil;
    expect([until(12), until(24), until(48)]).toEqual(['2029-02-28', '2030-02-28', '2032-02-29']);
    const cards = [confirmed('2028-02-29')];
    expect(statuses(cards, ['2029-02-28', '2029-03-01'])).toEqual(['EXPIRING', 'EXPIRED']);
  });

  it('a replaced card counts until its own end, and none of its days are lost', () => {
    const cards = [confirmed('2026-03-01'), confirmed('2026-06-01')];
    expect(ask(cards, '2026-05-31').currentUntil).toBe('2027-06-01');
    const unverified = [confirmed('2026-03-01'), card('2026-06-01', [])];
    expect(ask(unverified, '2026-07-01')).toMatchObject({ current: true, currentUntil: '2027-03-01' });
    expect(ask(unverified, '2027-03-02').status).toBe('PENDING');
  });

  it('that it was not confirmed holds from the day of the look-up; a verification taken back leaves it pending', () => {
    const lost = card('2026-03-01', [
      finding('CONFIRMED', '2026-03-05'),
      finding('NOT_CONFIRMED', '2026-06-01', 3),
    ]);
    expect(statuses([lost], ['2026-05-31', '2026-06-01'])).toEqual(['EXPIRING', 'REJECTED']);
    expect(ask([lost], '2026-05-31').currentUntil).toBe('2026-05-31');
    const word = finding('CONFIRMED', '2026-03-05');
    const undone = card('2026-03-01', [word, withdrawal(word.id, 7)]);
    expect([6, 7].map((minute) => ask([undone], '2026-04-01', at(minute)).status)).toEqual([
      'CURRENT',
      'PENDING',
    ]);
  });

  it('a card taken back is as if it had never been there, from the moment on at which that is known', () => {
    const back = card('2026-03-01', [finding('CONFIRMED', '2026-03-05'), withdrawal(null, 7)]);
    expect([0, 1, 6, 7].map((minute) => ask([back], '2026-04-01', at(minute)).status)).toEqual([
      'MISSING',
      'CURRENT',
      'CURRENT',
      'MISSING',
    ]);
  });

  it('inv 50: online alone never satisfies a type that wants skills shown in person; evidence of the issuer does', () => {
    const wanted = [terms({ handsOnRequired: true })];
    const online = confirmed('2026-03-01', { handsOnOn: null });
    expect(ask([online], '2026-04-01', LATER, wanted)).toMatchObject({ status: 'REJECTED', current: false });
    const shown = { ...finding('CONFIRMED', '2026-03-05'), handsOnOn: '2026-02-28' };
    const seen = card('2026-03-01', [shown], { handsOnOn: null });
    expect(ask([seen], '2026-04-01', LATER, wanted).status).toBe('CURRENT');
  });

  it('cards of issuers that the type does not take do not count', () => {
    const versions = [terms({ acceptedIssuers: ['Red Star'] })];
    expect(statuses([confirmed('2026-03-01')], ['2026-04-01'], versions)).toEqual(['REJECTED']);
    expect(statuses([confirmed('2026-03-01', { issuer: ' red  star ' })], ['2026-04-01'], versions)).toEqual([
      'CURRENT',
    ]);
  });

  it('a type that nobody has defined, or not yet, is told as such', () => {
    expect(ask([confirmed('2026-03-01')], '2026-04-01', LATER, []).status).toBe('UNKNOWN_TYPE');
    expect(ask([], '2026-04-01', LATER, [terms({ recordedAt: at(2_000) })]).status).toBe('UNKNOWN_TYPE');
    expect(ask([], '2026-04-01').status).toBe('MISSING');
  });

  it('a later version of the type holds for cards issued from then on', () => {
    const versions = [
      terms(),
      { ...terms({ effectiveFrom: '2026-06-01', validityMonths: 6 }), id: 'version 2' },
    ];
    expect(ask([confirmed('2026-05-31')], '2026-06-10', LATER, versions).currentUntil).toBe('2027-05-31');
    expect(ask([confirmed('2026-06-01')], '2026-06-10', LATER, versions).currentUntil).toBe('2026-12-01');
  });
});

const histories = fc.array(
  fc
    .record({
      start: fc.integer({ min: 0, max: 800 }),
      claimed: fc.option(fc.integer({ min: 0, max: 500 })),
      handsOn: fc.boolean(),
      recorded: fc.integer({ min: 1, max: 6 }),
      words: fc.array(
        fc.record({
          kind: fc.constantFrom(
            'CONFIRMED' as const,
            'NOT_CONFIRMED' as const,
            'TAKEN_BACK' as const,
            'ALL_BACK' as const,
          ),
          found: fc.integer({ min: 0, max: 900 }),
          minute: fc.integer({ min: 1, max: 9 }),
        }),
        { maxLength: 4 },
      ),
    })
    .map(({ start, claimed, handsOn, recorded, words }) => {
      const entries = words.reduce<CardEntry[]>((list, { kind, found, minute }) => {
        if (kind === 'ALL_BACK') return [...list, withdrawal(null, minute)];
        if (kind !== 'TAKEN_BACK') return [...list, finding(kind, day(found), minute)];
        const target = list.find((one) => one.kind !== 'WITHDRAWN');
        return target ? [...list, withdrawal(target.id, minute)] : list;
      }, []);
      const claimedUntil = claimed === null ? null : day(start + claimed);
      const handsOnOn = handsOn ? day(start) : null;
      return card(day(start), entries, { claimedUntil, handsOnOn, recordedAt: at(recorded) });
    }),
  { maxLength: 5 },
);
const someDay = fc.integer({ min: -10, max: 1_400 });
const moment = fc.integer({ min: 0, max: 12 });

describe('what any cards are worth', () => {
  it('inv 49: is something only while one is verified, in its days and not found otherwise', () => {
    fc.assert(
      fc.property(histories, someDay, moment, (cards, n, minute) => {
        const [on, knownAt] = [day(n), at(minute)];
        const counts = cards.some((one) => {
          const known = one.entries.filter(({ recordedAt }) => recordedAt <= knownAt);
          if (one.recordedAt > knownAt || known.some((e) => e.kind === 'WITHDRAWN' && e.withdrawsId === null))
            return false;
          const back = known.map(({ withdrawsId }) => withdrawsId);
          const words = known
            .filter((e) => e.kind !== 'WITHDRAWN' && !back.includes(e.id))
            .filter((e) => e.kind === 'CONFIRMED' || e.foundOn! <= on);
          const key = (e: CardEntry): string => `${e.foundOn} ${e.recordedAt.toISOString()} ${e.id}`;
          const last = words.toSorted((a, b) => (key(a) < key(b) ? 1 : -1))[0];
          const most = lastDayOf(one.startsOn, 12, 'SAME_DAY');
          const end = one.claimedUntil !== null && one.claimedUntil < most ? one.claimedUntil : most;
          return last?.kind === 'CONFIRMED' && one.startsOn <= on && on <= end;
        });
        expect(ask(cards, on, knownAt).current).toBe(counts);
      }),
    );
  });

  it('inv 52: lasts through the last day without a gap, and not on the day after it', () => {
    fc.assert(
      fc.property(histories, someDay, (cards, n) => {
        const { current, currentUntil } = ask(cards, day(n));
        if (!current) return expect(currentUntil).toBeNull();
        const last = START.until(currentUntil!).days;
        for (let each = n; each <= last; each++) expect(ask(cards, day(each)).current).toBe(true);
        expect(ask(cards, day(last + 1)).current).toBe(false);
      }),
    );
  });

  it('inv 52: is the same for a day whatever is issued after it', () => {
    fc.assert(
      fc.property(histories, histories, someDay, (cards, more, n) => {
        const later = more.map((one) =>
          confirmed(
            Temporal.PlainDate.from(day(n + 1))
              .add({ days: one.entries.length })
              .toString(),
          ),
        );
        expect(ask([...cards, ...later], day(n)).current).toBe(ask(cards, day(n)).current);
      }),
    );
  });

  it('inv 50: is nothing without evidence of skills shown in person, whatever was found', () => {
    const wanted = [terms({ handsOnRequired: true })];
    fc.assert(
      fc.property(histories, someDay, moment, (cards, n, minute) => {
        const online = cards.map((one) => ({ ...one, handsOnOn: null }));
        expect(ask(online, day(n), at(minute), wanted).current).toBe(false);
      }),
    );
  });

  it('is answered as it was on record: what is recorded later changes no answer of before', () => {
    fc.assert(
      fc.property(histories, someDay, moment, (cards, n, minute) => {
        const then = cards
          .filter(({ recordedAt }) => recordedAt <= at(minute))
          .map((one) => ({
            ...one,
            entries: one.entries.filter(({ recordedAt }) => recordedAt <= at(minute)),
          }));
        expect(ask(cards, day(n), at(minute))).toEqual(ask(then, day(n), LATER));
      }),
    );
  });
});
