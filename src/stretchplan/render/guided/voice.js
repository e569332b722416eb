// Speaks the texts of each step, where the browser can. A text is a list of phrases, pairs of words and their language:
// each phrase gets a voice of its language. The steps are as long as their texts, so a text that is still being said
// belongs to a slow voice: it is finished before the next one.
const MOST_KEPT = 20; // sentences: more than one step has
const STUCK = 3; // times as long as a text should take; then it is dropped

class Voice {
  #synthesis = globalThis.speechSynthesis ?? null;
  #sentences = []; // kept, because some browsers drop a sentence without a reference
  #until = 0; // when what is being said is stuck, in milliseconds of performance.now()
  enabled = true;

  constructor() {
    this.#synthesis?.getVoices?.(); // the first call only begins to load them
  }

  get there() {
    return this.#synthesis !== null && typeof SpeechSynthesisUtterance === "function";
  }

  get busy() {
    return Boolean(this.#synthesis?.speaking || this.#synthesis?.pending) && performance.now() < this.#until;
  }

  // Says phrases that take about some seconds, after what is being said.
  say(phrases, seconds) {
    if (!this.there || !this.enabled) return;
    if (this.busy) {
      this.#until += 1000 * seconds;
    } else {
      this.hush();
      this.#until = performance.now() + 1000 * STUCK * (seconds + 1);
    }
    this.#synthesis.resume?.(); // a call may have paused it
    const sentences = phrases.map(([text, language]) => {
      const sentence = new SpeechSynthesisUtterance(text);
      sentence.lang = language;
      sentence.voice = this.#voiceFor(language);
      return sentence;
    });
    this.#sentences = this.#sentences.concat(sentences).slice(-MOST_KEPT);
    for (const sentence of sentences) this.#synthesis.speak(sentence);
  }

  hush() {
    // Some engines drop a sentence that follows a cancel at once, so nothing is cancelled while none is spoken.
    if (this.#synthesis?.speaking || this.#synthesis?.pending) this.#synthesis.cancel();
    this.#until = 0;
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
