// Says what each step asks, where the browser can speak. A new sentence takes the place of the one before.
class Voice {
  #synthesis = globalThis.speechSynthesis ?? null;
  #sentence = null; // held, for some browsers drop a sentence that nobody holds
  enabled = true;

  get there() {
    return this.#synthesis !== null && typeof SpeechSynthesisUtterance === "function";
  }

  say(text) {
    if (!this.there) return;
    this.hush();
    if (!this.enabled || !text) return;
    this.#sentence = new SpeechSynthesisUtterance(text);
    this.#sentence.lang = document.documentElement.lang;
    this.#synthesis.speak(this.#sentence);
  }

  hush() {
    this.#synthesis?.cancel();
  }
}
