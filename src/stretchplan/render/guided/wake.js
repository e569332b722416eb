// Keeps the screen on while the session runs, where the browser can. The browser releases the lock when the page is
// hidden, so it is requested again when the page is visible.
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
      if (!this.#wanted) this.release(); // the session stopped during the request
    } catch {
      // The battery is low or the page has no permission: the screen turns off as usual.
    }
  }

  release() {
    this.#wanted = false;
    this.#lock?.release().catch(() => {});
    this.#lock = null;
  }
}
