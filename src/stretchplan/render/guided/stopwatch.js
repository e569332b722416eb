// A stopwatch that can be moved. It reads a clock and counts nothing: a timer that comes late makes the page late for a
// moment and never wrong. The clock is performance.now(), which no change of the time of day moves.
class Stopwatch {
  #before = 0; // milliseconds up to the last start
  #since = null; // when it was started; null while it stands

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
