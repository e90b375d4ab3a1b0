/** Short enough for a shared device, long enough for a lockout after a handful of tries. */
export const PIN_DIGITS = { least: 6, most: 12 } as const;

/** What makes a PIN too easy to guess, as a sentence that says what to change; null when nothing does. */
export function pinProblem(pin: string): string | null {
  if (!/^\d+$/.test(pin)) return 'A PIN is made of digits alone.';
  if (pin.length < PIN_DIGITS.least || pin.length > PIN_DIGITS.most)
    return `A PIN has ${PIN_DIGITS.least} to ${PIN_DIGITS.most} digits.`;
  if (isRun(pin)) return 'A row of digits like 123456 or 987654 is among the first guesses: choose another.';
  if (isRepeated(pin)) return 'A PIN that repeats itself is among the first guesses: choose another.';
  return null;
}

/** Every digit one above, or one below, the one before; 9 is followed by 0. */
function isRun(pin: string): boolean {
  const steps = [...pin.slice(1)].map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10);
  return steps.every((step) => step === 1) || steps.every((step) => step === 9);
}

/** One, two or three digits over and over: 777777, 121212, 123123. */
function isRepeated(pin: string): boolean {
  return [1, 2, 3].some(
    (length) =>
      pin
        .slice(0, length)
        .repeat(Math.ceil(pin.length / length))
        .slice(0, pin.length) === pin,
  );
}
