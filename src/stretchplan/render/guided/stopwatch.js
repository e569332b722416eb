// A stopwatch that can be moved. It reads a clock instead of counting, so a late timer makes the page late for a moment
// but never wrong. The clock is performance.now(), which a change of the time of day does not move.
class Stopwatch {
  #before = 0; // milliseconds up to the last start
  #since = null; // when it was started; null while it is stopped

  get running() {
    return this.#since !== null;
  }

  get elapsed() {
    return this.#before + (this.running ? performance.now() - this.#since : 0);
  }

  start() {
    if (!this.running) this.#since = performance.now();
  }

  stop() {
    this.#before = this.elapsed;
    this.#since = null;
  }

  moveTo(milliseconds) {
    this.#before = milliseconds;
    if (this.running) this.#since = performance.now();
  }
}
