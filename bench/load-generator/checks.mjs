// Whether answers are right: of all bodies what is cheap to see, of some everything.
import { WrongAnswer } from './clients.mjs';

/** Of the bodies of a slice so many are parsed and held against what their samples expect. */
const SHARE_CHECKED = 0.05;

/** Bodies of one operation differ in length by no more than this factor from those that were checked. */
const LENGTH_FACTOR = 4;

/** Looks at the answers to one operation. */
export class Checks {
  checked = 0;
  #shortest = Infinity;
  #longest = 0;
  #check;

  /** @param {(sample: object, body: unknown) => void} check throws when the content is wrong */
  constructor(check) {
    this.#check = check;
  }

  /**
   * @param {object} sample
   * @param {import('./clients.mjs').Answer} answer
   * @param {boolean} full whether this one is parsed for sure
   */
  look(sample, { status, body }, full = Math.random() < SHARE_CHECKED) {
    if (status !== 200) throw new WrongAnswer(`status ${status}: ${body.subarray(0, 500)}`);
    if (full || !this.checked) this.#parse(sample, body);
    else if (body.includes('"errors":')) throw new WrongAnswer(`errors: ${body.subarray(0, 500)}`);
    else if (body.length * LENGTH_FACTOR < this.#shortest || body.length > this.#longest * LENGTH_FACTOR)
      throw new WrongAnswer(`${body.length} bytes where ${this.#shortest} to ${this.#longest} were right`);
  }

  #parse(sample, body) {
    const parsed = JSON.parse(body.toString());
    if (parsed.errors) throw new WrongAnswer(`errors: ${JSON.stringify(parsed.errors).slice(0, 500)}`);
    try {
      this.#check(sample, parsed);
    } catch (error) {
      throw new WrongAnswer(`${error.message} in ${body.subarray(0, 500)}`, { cause: error });
    }
    this.checked++;
    this.#shortest = Math.min(this.#shortest, body.length);
    this.#longest = Math.max(this.#longest, body.length);
  }
}
