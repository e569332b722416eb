// Counts which steps were played from their start to their end: what was done. Skipped steps do not count, and a step
// that is played again counts once.
const ASLEEP = 90; // seconds between two looks at the clock: background tabs look once a minute, a sleeping device later
const [UNTOUCHED, BEGUN, DONE] = [0, 1, 2];

class Played {
  #schedule;
  #steps;
  #since = 0; // the second since which the session has been played without a gap
  #last = 0; // the second up to which it is counted

  constructor(schedule) {
    this.#schedule = schedule;
    this.forget();
  }

  forget() {
    this.#steps = this.#schedule.map(() => UNTOUCHED);
  }

  // A digit for each step, for the page's address.
  get written() {
    return this.#steps.join("").replace(/0+$/, "");
  }

  // Takes what the address holds.
  read(written) {
    if (written.length > this.#steps.length) return;
    for (const [number, digit] of [...written].entries()) this.#steps[number] = Number(digit);
  }

  // The session is now at another second. After a reload that may be within a step that was begun before; it goes on.
  moveTo(seconds) {
    const begun = this.#schedule.find(
      (step, number) => step.start_seconds < seconds && seconds < step.start_seconds + step.seconds
        && this.#steps[number] === BEGUN,
    );
    this.#since = begun?.start_seconds ?? seconds;
    this.#last = seconds;
  }

  // The session has been played up to a second.
  upTo(seconds) {
    const from = this.#last;
    this.#last = seconds;
    if (seconds - from > ASLEEP) {
      this.#since = seconds;
      return;
    }
    for (const [number, step] of this.#schedule.entries()) {
      const end = step.start_seconds + step.seconds;
      if (end <= from || step.start_seconds >= seconds) continue;
      // A step that was only passed on the way to another one was not begun.
      if (seconds - step.start_seconds >= 1) this.#steps[number] ||= BEGUN;
      if (end <= seconds && step.start_seconds >= this.#since) this.#steps[number] = DONE;
    }
  }

  isBegun(stretch) {
    return this.#schedule.some((step, number) => step.stretch_id === stretch && this.#steps[number] !== UNTOUCHED);
  }

  // The dose of a stretch that was done: whole sets, and of a stretch with two sides those done on each. Where one side
  // has none, the sets of the other. Null without a whole set.
  dose({ stretch_id, hold_seconds, repetitions, sides }) {
    const sets = { left: new Set(), right: new Set(), both: new Set() };
    for (const [number, step] of this.#schedule.entries()) {
      if (step.stretch_id !== stretch_id || !WORK.has(step.kind) || this.#steps[number] !== DONE) continue;
      sets[step.side ?? "both"].add(step.set_number);
    }
    const [left, right, both] = [sets.left.size, sets.right.size, sets.both.size];
    const dose = (count, where) => (count > 0 ? { sets: count, hold_seconds, repetitions, sides: where } : null);
    if (sides !== "each") return dose(both, "both");
    if (left > 0 && right > 0) return dose(Math.min(left, right), "each");
    return left > 0 ? dose(left, "left") : dose(right, "right");
  }
}
