// Keeps the screen on while the session runs, where the browser can. The browser releases the lock when the page is
// hidden, so it is requested again when the page is visible.
class Wake {
  #lock = null;
  #wanted = false;
  #asking = false;

  async hold() {
    this.#wanted = true;
    // A second request before the first is answered would leave a lock that nothing releases.
    if (this.#lock || this.#asking || document.visibilityState !== "visible") return;
    this.#asking = true;
    try {
      const lock = await navigator.wakeLock?.request("screen");
      if (!lock) return;
      lock.addEventListener("release", () => (this.#lock = null));
      this.#lock = lock;
      if (!this.#wanted) this.release(); // the session stopped during the request
    } catch {
      // The battery is low or the page has no permission: the screen turns off as usual.
    } finally {
      this.#asking = false;
    }
  }

  release() {
    this.#wanted = false;
    this.#lock?.release().catch(() => {});
    this.#lock = null;
  }
}
