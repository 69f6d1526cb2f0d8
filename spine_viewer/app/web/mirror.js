// A shared screen: shows what arrives, and sends nothing. Each message is a header (JSON) and a content (a picture).
(() => {
  const AGAIN_MS = 2000;
  const ENDED = 4001;
  const root = document.querySelector(".mirror");
  const wait = document.querySelector(".mirror-wait");
  const count = (kind) => (root.dataset[kind] = Number(root.dataset[kind] || 0) + 1);

  // One picture, as large as its place allows, with its names over it in the same proportion.
  class Shown {
    constructor(place) {
      this.place = place;
      this.picture = document.createElement("div");
      this.picture.className = "picture";
      this.picture.setAttribute("role", "img");
      this.canvas = document.createElement("canvas");
      this.marks = document.createElement("img");
      this.marks.className = "marks-layer";
      this.marks.alt = "";
      this.names = document.createElement("div");
      this.names.className = "mirror-names";
      this.picture.append(this.canvas, this.marks, this.names);
      place.append(this.picture);
      this.labels = new window.spine_viewer_parts.Labels(this.names, null);
      this.size = null;
      this.due = null;
      this.busy = false;
      new ResizeObserver(() => this.fit()).observe(place);
    }

    // Only the newest picture is drawn: one that comes while another is being read takes the place of any that waits.
    async show(header, content) {
      this.due = [header, content];
      if (this.busy) return;
      this.busy = true;
      while (this.due) {
        const [head, bytes] = this.due;
        this.due = null;
        const bitmap = await createImageBitmap(new Blob([bytes], { type: head.mime }));
        this.canvas.width = bitmap.width;
        this.canvas.height = bitmap.height;
        this.canvas.getContext("2d", { alpha: false }).drawImage(bitmap, 0, 0);
        bitmap.close();
        this.size = [head.width, head.height];
        this.fit();
        this.labels.show(head.labels || [], 1, 1);
        count(this.place.dataset.picture);
      }
      this.busy = false;
    }

    fit() {
      if (!this.size) return;
      const box = this.place.getBoundingClientRect();
      const [width, height] = this.size;
      const scale = Math.min(box.width / width, box.height / height);
      const style = this.picture.style;
      style.width = `${width * scale}px`;
      style.height = `${height * scale}px`;
      style.left = `${(box.width - width * scale) / 2}px`;
      style.top = `${(box.height - height * scale) / 2}px`;
      this.names.style.width = `${width}px`;
      this.names.style.height = `${height}px`;
      this.names.style.transform = `scale(${scale})`;
    }

    async lay(content, mime) {
      const old = this.marks.src;
      if (!content.byteLength) {
        this.marks.dataset.state = "fading";
        return;
      }
      this.marks.src = URL.createObjectURL(new Blob([content], { type: mime }));
      await this.marks.decode();
      if (old) URL.revokeObjectURL(old);
      this.marks.dataset.state = "shown";
    }
  }

  const pictures = Object.fromEntries(
    [...document.querySelectorAll("[data-picture]")].map((place) => [place.dataset.picture, new Shown(place)]),
  );

  function tell(words) {
    document.documentElement.lang = words.page;
    document.title = words.fixed.title;
    Object.assign(root.dataset, { ended: words.fixed.ended, lost: words.fixed.lost });
    root.dataset.mode = words.mode;
    for (const element of document.querySelectorAll("[data-told]")) {
      const text = words[element.dataset.told];
      if (element.textContent !== text) element.textContent = text;
      element.lang = element.dataset.told === "heading" ? words.page : words.language;
    }
    for (const element of document.querySelectorAll("[data-fixed]")) element.textContent = words.fixed[element.dataset.fixed];
    for (const [name, text] of [["view", words.fixed.view], ["fluoroscopy", words.fixed.xray]]) {
      const picture = pictures[name].picture;
      if (!picture.getAttribute("aria-label") || picture.lang !== words.page) picture.setAttribute("aria-label", text);
      picture.lang = words.page;
    }
    document.querySelector(".place-now").style.width = `${100 * words.place}%`;
    count("words");
  }

  function take(data) {
    const length = new DataView(data).getUint32(0);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length)));
    const content = new Uint8Array(data, 4 + length);
    root.dataset.state = "shown";
    if (header.kind === "words") tell(header);
    else if (header.kind === "described") for (const name in pictures) pictures[name].picture.setAttribute("aria-label", header[name]);
    else if (header.kind.endsWith("-layer")) pictures[header.kind.slice(0, -6)].lay(content, header.mime);
    else pictures[header.kind].show(header, content);
  }

  function connect() {
    const wire = new WebSocket(`ws://${window.location.host}${window.location.pathname}/wire`);
    wire.binaryType = "arraybuffer";
    wire.onmessage = (event) => take(event.data);
    wire.onclose = (event) => {
      const ended = event.code === ENDED;
      root.dataset.state = ended ? "ended" : "lost";
      wait.textContent = ended ? root.dataset.ended : root.dataset.lost;
      if (!ended) setTimeout(connect, AGAIN_MS);
    };
  }

  connect();
})();
