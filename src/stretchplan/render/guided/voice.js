// Speaks the text of each step, where the browser can. A new text replaces the one before. A text is a list of phrases,
// pairs of words and their language: each phrase gets a voice of its language.
class Voice {
  #synthesis = globalThis.speechSynthesis ?? null;
  #sentences = []; // kept, because some browsers drop a sentence without a reference
  enabled = true;

  constructor() {
    this.#synthesis?.getVoices?.(); // the first call only begins to load them
  }

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
      sentence.voice = this.#voiceFor(language);
      return sentence;
    });
    for (const sentence of this.#sentences) this.#synthesis.speak(sentence);
  }

  hush() {
    // Some engines drop a sentence that follows a cancel at once, so nothing is cancelled while none is spoken.
    if (this.#synthesis?.speaking || this.#synthesis?.pending) this.#synthesis.cancel();
  }

  // Some browsers ignore the language of a sentence without a voice, and read it in the voice of the system's language.
  #voiceFor(language) {
    const spoken = this.#synthesis.getVoices?.() ?? [];
    const base = (tag) => tag.toLowerCase().split(/[-_]/)[0]; // Android writes en_US
    const fitting = language ? spoken.filter((voice) => base(voice.lang) === base(language)) : [];
    const exact = fitting.filter((voice) => voice.lang.toLowerCase().replace("_", "-") === language.toLowerCase());
    const best = exact.length > 0 ? exact : fitting;
    return best.find((voice) => voice.default) ?? best.find((voice) => voice.localService) ?? best[0] ?? null;
  }
}
