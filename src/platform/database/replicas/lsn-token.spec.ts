import { lsnOf } from './lsn.js';
import { positionIn, tokenOf } from './lsn-token.js';

describe('the token of a position', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000);

  it('gives the position back, to a process whose clock is a little off, too', () => {
    for (const text of ['0/1', '16/B374D848', 'FFFFFFFF/FFFFFFFF']) {
      const lsn = lsnOf(text);
      for (const at of [later(-60), now, later(60)]) expect(positionIn(tokenOf(lsn, now), at)).toBe(lsn);
    }
  });

  it('matters for as long as a replica may be behind, and no longer', () => {
    expect(positionIn(tokenOf(5n, now), later(119))).toBe(5n);
    expect(positionIn(tokenOf(5n, now), later(121))).toBeNull();
  });

  it('is none when nobody here can have made it', () => {
    for (const text of [
      '',
      'x',
      '1',
      '1.2.3',
      '0x1.2',
      '-1.2',
      `${'f'.repeat(17)}.1`,
      tokenOf(5n, later(600)),
    ])
      expect(positionIn(text, now)).toBeUndefined();
  });
});

it('positions are compared as numbers', () => {
  expect(lsnOf('0/FFFFFFFF') < lsnOf('1/0')).toBe(true);
  expect(lsnOf('16/B374D848')).toBe(0x16b374d848n);
});
