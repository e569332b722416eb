// Keeps the screen on while the session runs, where the browser can. The browser lets go when the page is hidden, so it
// is asked again when the page comes back.
class Wake {
  #lock = null;
  #wanted = false;

  async hold() {
    this.#wanted = true;
    if (this.#lock || document.visibilityState !== "visible") return;
    try {
      const lock = await navigator.wakeLock?.request("screen");
      if (!lock) return;
      lock.addEventListener("release", () => (this.#lock = null));
      this.#lock = lock;
      if (!this.#wanted) this.release(); // the session stopped while the browser was asked
    } catch {
      // A low battery, or a page that may not: the screen does what it always does.
    }
  }

  release() {
    this.#wanted = false;
    this.#lock?.release().catch(() => {});
    this.#lock = null;
  }
}
