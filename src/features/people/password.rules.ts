import { COMMON_WORDS } from './common-passwords.js';

/** Counted in characters as a person counts them, not in bytes. */
export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;
const FEWEST_DIFFERENT_CHARACTERS = 6;
/** Keyboard rows and the alphabet: runs along them are guessed first. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'asdfghjkl',
  'zxcvbnm',
];
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i',
}; // prettier-ignore

/** Whose password it is to be: what others know of a person must not be it. */
export interface PasswordOwner {
  email: string;
  givenName: string;
  familyName: string;
}

/** An address as it is stored and compared: no letter case, no blanks around. */
export const normalEmail = (email: string): string => email.normalize('NFKC').trim().toLowerCase();

/** A password as it is hashed: however a keyboard composed its characters (NIST SP 800-63B-4, 3.1.1.2). */
export const normalPassword = (password: string): string => password.normalize('NFKC');

/**
 * What makes the password too easy to guess, in words for its owner, or null when nothing does. Length
 * counts, kinds of characters do not (NIST SP 800-63B-4, 3.1.1.2); what is known, common or regular is refused.
 */
export function passwordProblem(password: string, owner: PasswordOwner): string | null {
  const length = [...normalPassword(password)].length;
  if (length < PASSWORD_LENGTH.min) return `Use at least ${PASSWORD_LENGTH.min} characters.`;
  if (length > PASSWORD_LENGTH.max) return `Use at most ${PASSWORD_LENGTH.max} characters.`;
  const plain = normalPassword(password).toLowerCase();
  if (saysNothingBut(plain, namesOf(owner))) return 'Do not use your name or your email address.';
  if (isRegular(plain))
    return 'Do not repeat characters, follow the keyboard or the alphabet, or use digits alone.';
  if (isCommon(plain))
    return 'This is among the first passwords anybody would guess. Use several unrelated words.';
  return null;
}

function namesOf({ email, givenName, familyName }: PasswordOwner): string[] {
  const [local = '', domain = ''] = email.split('@');
  return [email, local, ...local.split(/[._+-]/), domain, domain.split('.')[0]!, givenName, familyName]
    .map((name) => normalPassword(name).toLowerCase())
    .filter((name) => [...name].length >= 3)
    .sort((a, b) => b.length - a.length);
}

/** Whether too little to be a password of its own is left when the known parts are taken out. */
function saysNothingBut(password: string, known: readonly string[]): boolean {
  const rest = known.reduce((text, part) => text.replaceAll(part, ''), password);
  return rest.length < password.length && lettersOf(rest).length < PASSWORD_LENGTH.min / 2;
}

function isRegular(password: string): boolean {
  const characters = [...password];
  if (new Set(characters).size < FEWEST_DIFFERENT_CHARACTERS || /^\d+$/.test(password)) return true;
  const steps = characters.slice(1).filter((next, i) => isStep(characters[i]!, next)).length;
  return steps >= (characters.length - 1) * 0.75;
}

/** Whether one character lies beside or under the other on a row. */
const isStep = (a: string, b: string): boolean =>
  a === b || ROWS.some((row) => row.includes(a + b) || row.includes(b + a));

/** Whether the letters are one or two common words, whatever digits and signs stand around or for them. */
function isCommon(password: string): boolean {
  const core = password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const read = [...core].map((character) => LOOK_ALIKES[character] ?? character).join('');
  return [core, read].some((text) => isMadeOfCommon(lettersOf(text), 2));
}

function isMadeOfCommon(text: string, atMost: number): boolean {
  if (atMost === 0) return false;
  for (let end = text.length; end >= 3; end--)
    if (
      COMMON_WORDS.has(text.slice(0, end)) &&
      (end === text.length || isMadeOfCommon(text.slice(end), atMost - 1))
    )
      return true;
  return false;
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}]/gu, '');
