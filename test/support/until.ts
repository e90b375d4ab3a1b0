/**
 * Asks again until the answer is the expected one, for what another process or an older transaction
 * (of another test, too) may hold back for a moment. Fails with the last answer after ten seconds.
 */
export async function until<T>(ask: () => Promise<T>, expected: (answer: T) => boolean): Promise<T> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (expected(answer)) return answer;
    if (performance.now() > deadline)
      throw new Error(`It never came; the last answer was ${JSON.stringify(answer)}`);
  }
}
