// Keeps the place of the session and what was played in the page's address, so that a reload does not lose them. The
// address names the plan too: another plan in the same file begins at its beginning.
class Place {
  #plan;
  #kept = null; // the second that the address holds

  constructor(plan) {
    this.#plan = plan;
  }

  // Among the sessions of a programme, the address names the plan from its beginning on.
  get #stays() {
    return "day" in byId("plan").dataset;
  }

  get #found() {
    const found = /^#at=([0-9]{1,6})&plan=([0-9a-f]{16})(?:&played=([012]{1,2000}))?$/.exec(location.hash);
    return found?.[2] === this.#plan ? found : null;
  }

  // The second of this plan that the address holds; 0 without one.
  get kept() {
    return Number(this.#found?.[1] ?? 0);
  }

  // What was played, as a digit for each step; empty when the address does not hold it.
  get played() {
    return this.#found?.[3] ?? "";
  }

  keep(seconds, played = "") {
    if (seconds === this.#kept) return;
    const more = played ? `&played=${played}` : "";
    const hash = seconds > 0 || this.#stays ? `#at=${seconds}&plan=${this.#plan}${more}` : "";
    try {
      // Replaced, not added: the back button still leaves the page.
      if (location.hash !== hash) history.replaceState(history.state, "", hash || location.href.split("#")[0]);
      this.#kept = seconds;
    } catch {
      // The browser allows no more changes for now, or none in this frame. The next second tries again.
    }
  }
}
