// How far a run is, on one line of a terminal; elsewhere a line for each step.

const WIDTH = 24;

/** @param {NodeJS.WriteStream} out */
export function progressBar(out) {
  let [done, all] = [0, 0];
  const began = performance.now();
  const minutes = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.round(ms / 1000) % 60).padStart(2, '0')}`;
  const clear = () => out.isTTY && out.write('\r\x1b[K');
  const show = (what) => {
    const gone = performance.now() - began;
    const share = all ? done / all : 0;
    const filled = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
    const left = done ? ` about ${minutes((gone / done) * (all - done))} left` : '';
    const line = `${filled} ${Math.round(100 * share)} %  ${minutes(gone)}${left}  ${what}`;
    out.write(out.isTTY ? `\r\x1b[K${line.slice(0, out.columns - 1)}` : `${line}\n`);
  };
  return {
    /** @param {number} steps */
    total(steps) {
      all = steps;
    },
    /** One step is done. @param {string} what */
    step(what) {
      done++;
      show(what);
    },
    /** Something worth a line of its own. @param {string} what */
    say(what) {
      clear();
      out.write(`${what}\n`);
    },
    /** What the world tells while it loads. */
    loading({ what, done: steps, of, seconds }) {
      show(`Loads the world: ${what} ${seconds.toFixed(1)} s (${steps} of ${of})`);
    },
    end: clear,
  };
}
