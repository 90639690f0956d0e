// Measures in the page, in milliseconds. A frame counts from when it has been painted: a task behind its callback.
window.openbisBenchmark = {
  frame: () => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now())))),

  /** From now until the frame in which an element is there, with enough matches. */
  async until(selector, count = 1) {
    const start = this.start ?? performance.now();
    this.start = undefined;
    for (;;) {
      const isThere = document.querySelectorAll(selector).length >= count;
      const painted = await this.frame();
      if (isThere) {
        return painted - start;
      }
    }
  },

  /** `until` counts from the next event of this type. */
  startAt(type) {
    this.start = undefined;
    document.addEventListener(type, () => (this.start = performance.now()), {
      capture: true,
      once: true
    });
  },

  /** Note each key: from the event until its frame is painted. */
  watchKeys() {
    this.keys = [];
    this.keysSeen?.abort();
    this.keysSeen = new AbortController();
    const note = ({ timeStamp }) => void this.frame().then(painted => this.keys.push(painted - timeStamp));
    document.addEventListener('keydown', note, {
      capture: true,
      signal: this.keysSeen.signal
    });
  },

  /** Note the time between frames until `stopFrames`. */
  watchFrames() {
    this.frames = [];
    let last = performance.now();
    const note = now => {
      this.frames.push(now - last);
      last = now;
      this.request = requestAnimationFrame(note);
    };
    this.request = requestAnimationFrame(note);
  },

  stopFrames() {
    cancelAnimationFrame(this.request);
    return this.frames.slice(1);
  }
};
