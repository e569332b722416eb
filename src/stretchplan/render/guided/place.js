// Keeps the place of the session in the page's address, so that a reload does not lose it. The address names the plan
// too: another plan in the same file begins at its beginning.
class Place {
  #plan;
  #kept = null; // the second that the address holds

  constructor(plan) {
    this.#plan = plan;
  }

  // The second of this plan that the address holds; 0 without one.
  get kept() {
    const found = /^#at=([0-9]{1,6})&plan=([0-9a-f]{16})$/.exec(location.hash);
    return found?.[2] === this.#plan ? Number(found[1]) : 0;
  }

  keep(seconds) {
    if (seconds === this.#kept) return;
    const hash = seconds > 0 ? `#at=${seconds}&plan=${this.#plan}` : "";
    try {
      // Replaced, not added: the back button still leaves the page.
      if (location.hash !== hash) history.replaceState(history.state, "", hash || location.href.split("#")[0]);
      this.#kept = seconds;
    } catch {
      // The browser allows no more changes for now, or none in this frame. The next second tries again.
    }
  }
}
