// The moment of a session. Time is read from a clock and not counted in ticks: with a throttled timer or after a sleep
// the picture is late and never wrong.

/** @import { Step } from "./plan.d.ts" */

export class Session {
  /** @type {readonly Step[]} */
  steps;
  /** Milliseconds from the first step's beginning to the last one's end. */
  total;
  #clock;
  /** Milliseconds of the session that had passed at the last stop. */
  #passed = 0;
  /** The clock when it was last started; null while it is stopped. @type {number | null} */
  #since = null;

  /**
   * @param {readonly Step[]} steps without gaps, from second 0
   * @param {() => number} clock milliseconds, never going back
   */
  constructor(steps, clock) {
    this.steps = steps;
    this.total = steps.reduce((sum, step) => sum + step.seconds, 0) * 1000;
    this.#clock = clock;
  }

  /** Milliseconds of the session that have passed. */
  get passed() {
    const running = this.#since === null ? 0 : this.#clock() - this.#since;
    return Math.min(this.#passed + running, this.total);
  }

  get over() {
    return this.passed >= this.total;
  }

  get running() {
    return this.#since !== null && !this.over;
  }

  /** Which step it is in; the last one when it is over. */
  get index() {
    const passed = this.passed / 1000;
    const next = this.steps.findIndex((step) => step.start_seconds > passed);
    return (next === -1 ? this.steps.length : next) - 1;
  }

  /** Whole seconds left of the step, the one that has begun counted in full. */
  get left() {
    const { start_seconds, seconds } = this.steps[this.index];
    return Math.ceil(start_seconds + seconds - this.passed / 1000);
  }

  /** Milliseconds until `left` or `index` changes. */
  get untilNext() {
    return 1000 - (this.passed % 1000);
  }

  run() {
    if (this.over) this.#passed = 0;
    this.#since = this.#clock();
  }

  pause() {
    this.#passed = this.passed;
    this.#since = null;
  }

  /** Go to the beginning of the next step, or to the end. */
  skip() {
    const next = this.steps[this.index + 1];
    this.#goTo(next === undefined ? this.total : next.start_seconds * 1000);
  }

  /** Go to the beginning of the step, and from within its first two seconds to that of the one before. */
  back() {
    const begun = this.passed - this.steps[this.index].start_seconds * 1000;
    const index = begun < 2000 && !this.over ? Math.max(this.index - 1, 0) : this.index;
    this.#goTo(this.steps[index].start_seconds * 1000);
  }

  /** @param {number} passed */
  #goTo(passed) {
    this.#passed = passed;
    if (this.#since !== null) this.#since = this.#clock();
  }
}
