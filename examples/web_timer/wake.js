// Keeps the screen on while a session runs, where the browser can. It lets go when the page is hidden, so `hold` is
// called again when the page is visible.

/** @type {WakeLockSentinel | null} */
let lock = null;
let asking = false;
let wanted = false;

export async function hold() {
  wanted = true;
  if (lock || asking || document.visibilityState !== "visible") return;
  asking = true;
  try {
    const given = await navigator.wakeLock?.request("screen");
    if (!given) return;
    given.addEventListener("release", () => (lock = null));
    lock = given;
    if (!wanted) release(); // the session stopped during the request
  } catch {
    // The battery is low, or the page may not: the screen turns off as usual.
  } finally {
    asking = false;
  }
}

export function release() {
  wanted = false;
  lock?.release().catch(() => {});
  lock = null;
}
