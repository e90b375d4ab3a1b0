import fc from 'fast-check';
import { normalEmail, PASSWORD_LENGTH, passwordProblem } from './password.rules.js';

const owner = { email: 'ada.lovelace@northside-clinic.org', givenName: 'Ada', familyName: 'Lovelace' };

describe('a password', () => {
  it.each([
    ['short', 'tiny-Pass1'],
    ['one character', 'aaaaaaaaaaaaaaaa'],
    ['a few characters again and again', 'abababababababab'],
    ['along the alphabet', 'abcdefghijklmnop'],
    ['along the keyboard', 'qwertyuiopasdfgh'],
    ['a row of digits', '1234567890123'],
    ['two dates', '1984051219901104'],
    ['a common word with digits', 'Password123456!'],
    ['a common word with look-alikes', 'P@ssw0rd!2026#'],
    ['two common words', 'welcomewinter2026'],
    ['a word of the field', 'PhysicalTherapist1!'],
    ['the address', 'ada.lovelace@northside-clinic.org'],
    ['the address without its domain', 'ada.lovelace2026!'],
    ['the name', 'LovelaceAda1815'],
  ])('is refused when it is %s', (_, password) => {
    expect(passwordProblem(password, owner)).toEqual(expect.any(String));
  });

  it.each([
    'correct battery horse staple', 'zanzibar-Kettle-93-moss', 'żółta łódź płynie nocą', 'plum orbit gravel nine', '🦴🦵🩹🩼🧠🫀🫁🦷👂👃👁🦾',
  ])('is accepted: %s', (password) => {
    expect(passwordProblem(password, owner)).toBeNull();
  }); // prettier-ignore

  it('is measured in characters, never accepted outside the limits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 160 }), (password) => {
        const length = [...password.normalize('NFKC')].length;
        if (length < PASSWORD_LENGTH.min || length > PASSWORD_LENGTH.max)
          expect(passwordProblem(password, owner)).not.toBeNull();
      }),
    );
  });

  it('gets the same answer however its characters are composed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 12, maxLength: 30 }), (password) => {
        expect(passwordProblem(password.normalize('NFD'), owner)).toBe(
          passwordProblem(password.normalize('NFC'), owner),
        );
      }),
    );
  });
});

describe('an address', () => {
  it('is the same in any letter case and within blanks', () => {
    expect(normalEmail('  Ada.Lovelace@Example.ORG ')).toBe('ada.lovelace@example.org');
  });

  it('is normal once it was made so', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => normalEmail(normalEmail(email)) === normalEmail(email)),
    );
  });
});
