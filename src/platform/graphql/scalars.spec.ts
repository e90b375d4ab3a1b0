import { DateTimeScalar, DecimalScalar, PlainDateScalar } from './scalars.js';

describe('DateTime', () => {
  const { parseValue, serialize } = new DateTimeScalar();

  it.each([
    ['2026-02-28T09:30:00-06:00', '2026-02-28T15:30:00.000Z'],
    ['2026-02-28T15:30Z', '2026-02-28T15:30:00.000Z'],
    ['2026-02-28T15:30:00.123456Z', '2026-02-28T15:30:00.123Z'],
  ])('reads %s', (text, instant) => {
    expect(serialize(parseValue(text))).toBe(instant);
  });

  it.each(['2026-02-28T09:30:00', '2026-02-30T09:30:00Z', '2026-02-28', 'tomorrow', 0, null])(
    'refuses %p, and says how one is written',
    (value) => {
      expect(() => parseValue(value)).toThrow('is not a point in time with its offset like 2026-02-28T09:30');
    },
  );
});

describe('Date', () => {
  it.each(['2026-02-30', '0000-01-01', '2026-2-3', '2026-02-28T00:00:00Z', 20260228])(
    'refuses %p',
    (value) => {
      expect(() => new PlainDateScalar().parseValue(value)).toThrow('is not a calendar date like');
    },
  );
});

describe('Decimal', () => {
  it.each(['1e3', '1,5', '.5', Number.NaN, '1234567890'])('refuses %p', (value) => {
    expect(() => new DecimalScalar().parseValue(value)).toThrow('is not a decimal number like');
  });
});
