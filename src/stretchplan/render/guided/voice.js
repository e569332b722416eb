// Speaks the text of each step, where the browser can. A new text replaces the one before. A text is a list of phrases,
// pairs of words and their language: each phrase gets a voice of its language.
class Voice {
  #synthesis = globalThis.speechSynthesis ?? null;
  #sentences = []; // kept, because some browsers drop a sentence without a reference
  enabled = true;

  get there() {
    return this.#synthesis !== null && typeof SpeechSynthesisUtterance === "function";
  }

  say(phrases) {
    if (!this.there) return;
    this.hush();
    if (!this.enabled) return;
    this.#synthesis.resume?.(); // a call may have paused it
    this.#sentences = phrases.map(([text, language]) => {
      const sentence = new SpeechSynthesisUtterance(text);
      sentence.lang = language;
      return sentence;
    });
    for (const sentence of this.#sentences) this.#synthesis.speak(sentence);
  }

  hush() {
    this.#synthesis?.cancel();
  }
}
