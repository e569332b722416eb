// Speaks the text of each step, where the browser can. A new sentence replaces the one before.
class Voice {
  #synthesis = globalThis.speechSynthesis ?? null;
  #sentence = null; // kept, because some browsers drop a sentence without a reference
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
