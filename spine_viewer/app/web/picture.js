// A picture that the server draws: shows what arrives, lays its labels over it, sends back drags, pinches and taps.
(() => {
  const frames = (window.__frames = window.__frames || {});
  const TAP_PX = 5;

  function session(trame) {
    return trame.client.getConnection().getSession();
  }

  // What fingers, mouse and wheel mean: turn, move, zoom, tap; at most one message per screen refresh.
  class Gestures {
    constructor(element, send) {
      this.element = element;
      this.send = send;
      this.pointers = new Map();
      this.travel = 0;
      this.pending = null;
      element.addEventListener("pointerdown", (e) => this.down(e));
      element.addEventListener("pointermove", (e) => this.move(e));
      for (const name of ["pointerup", "pointercancel"]) element.addEventListener(name, (e) => this.up(e));
      element.addEventListener("wheel", (e) => this.wheel(e), { passive: false });
      element.addEventListener("contextmenu", (e) => e.preventDefault());
      element.addEventListener("keydown", (e) => this.key(e));
      element.addEventListener("focusout", () => (this.byPointer = false));
    }

    place(e) {
      const box = this.element.getBoundingClientRect();
      return { x: e.clientX - box.left, y: e.clientY - box.top, w: box.width, h: box.height };
    }

    down(e) {
      this.element.setPointerCapture(e.pointerId);
      this.pointers.set(e.pointerId, this.place(e));
      this.button = e.button;
      if (this.pointers.size === 1) this.travel = 0;
      this.element.querySelector("[tabindex]").focus({ preventScroll: true });
      this.byPointer = true;
    }

    move(e) {
      const before = this.pointers.get(e.pointerId);
      const now = this.place(e);
      if (!before) return;
      const dx = now.x - before.x;
      const dy = now.y - before.y;
      this.travel += Math.abs(dx) + Math.abs(dy);
      if (this.pointers.size === 2) {
        const other = [...this.pointers].find(([id]) => id !== e.pointerId)[1];
        const zoom = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
        this.add("zoom", [zoom]);
        this.add("pan", [dx / 2 / now.h, dy / 2 / now.h]);
      } else if (this.travel > TAP_PX) {
        const panning = this.button === 1 || this.button === 2 || e.shiftKey;
        this.add(panning ? "pan" : "turn", [dx / now.h, dy / now.h]);
      }
      this.pointers.set(e.pointerId, now);
    }

    up(e) {
      const at = this.pointers.get(e.pointerId);
      this.pointers.delete(e.pointerId);
      if (!at || e.type === "pointercancel") return;
      if (this.travel <= TAP_PX && this.button === 0) this.send("tap", [at.x / at.w, at.y / at.h]);
    }

    wheel(e) {
      e.preventDefault();
      this.add("zoom", [Math.exp(-Math.sign(e.deltaY) * Math.min(60, Math.abs(e.deltaY)) * 0.002)]);
    }

    key(e) {
      // In needle practice the arrows move the needle, unless the picture was reached by Tab.
      if (this.byPointer && document.querySelector("[data-keys=needle]")) return;
      const turns = { ArrowLeft: [0.04, 0], ArrowRight: [-0.04, 0], ArrowUp: [0, 0.04], ArrowDown: [0, -0.04] };
      const zooms = { "+": 1.1, "=": 1.1, "-": 1 / 1.1 };
      if (turns[e.key]) this.add(e.shiftKey ? "pan" : "turn", turns[e.key]);
      else if (zooms[e.key]) this.add("zoom", [zooms[e.key]]);
      else return;
      e.preventDefault();
      e.stopPropagation();
    }

    add(kind, values) {
      if (!this.pending) {
        this.pending = {};
        requestAnimationFrame(() => {
          const due = this.pending;
          this.pending = null;
          for (const [name, sum] of Object.entries(due)) this.send(name, sum);
        });
      }
      const sum = this.pending[kind];
      if (!sum) this.pending[kind] = [...values];
      else if (kind === "zoom") sum[0] *= values[0];
      else values.forEach((v, i) => (sum[i] += v));
    }
  }

  // Names with leader lines; elements are kept by id so that they glide instead of flicker. Without `choose` they are
  // only read.
  class Labels {
    constructor(root, choose) {
      this.choose = choose;
      this.lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      this.lines.classList.add("leaders");
      this.lines.setAttribute("aria-hidden", "true");
      this.names = document.createElement("div");
      this.names.className = "names";
      this.sheet = document.createElement("div");
      this.sheet.className = "names-sheet";
      this.sheet.append(this.lines, this.names);
      root.append(this.sheet);
      this.kept = new Map();
    }

    make(label) {
      const name = document.createElement(this.choose ? "button" : "span");
      if (this.choose) {
        name.type = "button";
        name.tabIndex = -1;
        name.addEventListener("click", () => this.choose(label.id));
      }
      const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
      const halo = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
      const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      dot.setAttribute("r", "3.4");
      halo.classList.add("halo");
      this.names.append(name);
      this.lines.append(halo, line, dot);
      return { name, line, halo, dot };
    }

    // Larger letters: everything is laid out as if the picture were smaller, and then drawn larger.
    zoom(zoom) {
      const style = this.sheet.style;
      style.width = style.height = `${100 / zoom}%`;
      style.transform = zoom === 1 ? "" : `scale(${zoom})`;
    }

    show(labels, scaleX, scaleY) {
      const present = new Set();
      for (const label of labels) {
        present.add(label.id);
        let parts = this.kept.get(label.id);
        if (!parts) this.kept.set(label.id, (parts = this.make(label)));
        const [left, top, width, height] = label.box;
        if (parts.text !== label.text) parts.name.textContent = parts.text = label.text;
        parts.name.className = `name ${label.emphasis}`;
        parts.name.style.transform = `translate(${left * scaleX}px, ${top * scaleY}px)`;
        parts.name.style.width = `${width}px`;
        parts.name.style.height = `${height}px`;
        const points = label.leader.map(([x, y]) => [x * scaleX, y * scaleY]);
        for (const line of [parts.line, parts.halo]) line.setAttribute("points", points.join(" "));
        const [ax, ay] = points[points.length - 1];
        parts.dot.setAttribute("cx", ax);
        parts.dot.setAttribute("cy", ay);
        parts.line.setAttribute("class", label.emphasis);
        parts.dot.setAttribute("class", label.emphasis);
      }
      for (const [id, parts] of this.kept) {
        if (present.has(id)) continue;
        for (const part of [parts.name, parts.line, parts.halo, parts.dot]) part.remove();
        this.kept.delete(id);
      }
    }
  }

  const SvPicture = {
    name: "SvPicture",
    props: { name: String, label: String, interactive: Boolean, taps: Boolean, told: String },
    emits: ["choose"],
    inject: ["trame"],
    template: `<div class="picture" ref="root" :class="{ interactive, taps }"><div class="face" :tabindex="interactive ? 0 : -1" :role="interactive ? 'application' : 'img'" :aria-label="label" :aria-describedby="told"><canvas ref="canvas"></canvas></div><img ref="marks" class="marks-layer" alt="" /><span v-if="interactive" class="side-letter first" aria-hidden="true"></span><span v-if="interactive" class="side-letter last" aria-hidden="true"></span></div>`,
    mounted() {
      const root = this.$refs.root;
      const canvas = this.$refs.canvas;
      const wire = session(this.trame);
      const counts = (frames[this.name] = frames[this.name] || { shown: 0, fine: 0, number: 0 });
      const labels = new Labels(root, (id) => this.$emit("choose", id));
      let latest = 0;

      // A picture in large letters asks for one that is smaller and has as many pixels.
      const zoom = () => Number(getComputedStyle(root).getPropertyValue("--picture-zoom")) || 1;
      const size = () => {
        const { width, height } = root.getBoundingClientRect();
        const by = zoom();
        if (width > 1) wire.call("spine_viewer.resize", [this.name, width / by, height / by, window.devicePixelRatio * by]);
      };
      // What is traced over the picture: bytes show it, null lets it fade out, nothing (while things move) takes it away.
      const marks = async (layer, moving) => {
        const over = this.$refs.marks;
        if (!layer) {
          if (moving || over.dataset.state === "shown") over.dataset.state = moving ? "gone" : "fading";
          return;
        }
        const old = over.src;
        over.src = URL.createObjectURL(new Blob([layer], { type: "image/png" }));
        await over.decode();
        if (old) URL.revokeObjectURL(old);
        over.dataset.state = "shown";
      };
      const show = async ([message]) => {
        if (message.name !== this.name) return;
        if (message.layer !== undefined) marks(message.layer, message.quality === "moving");
        if (!message.content) return;
        const bitmap = await createImageBitmap(new Blob([message.content], { type: message.mime }));
        if (message.number > latest) {
          latest = message.number;
          if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
          if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
          canvas.getContext("2d", { alpha: false }).drawImage(bitmap, 0, 0);
          const box = root.getBoundingClientRect();
          if (message.sides) {
            message.sides.forEach((letter, n) => (this.$refs.root.querySelectorAll(".side-letter")[n].textContent = letter));
          }
          const by = zoom();
          labels.zoom(by);
          labels.show(message.labels || [], box.width / by / message.width, box.height / by / message.height);
          counts.shown += 1;
          if (message.quality === "rest") counts.fine += 1;
          counts.number = latest;
          counts.quality = root.dataset.quality = message.quality;
          counts.stamp = message.stamp;
          root.dataset.number = latest;
        }
        bitmap.close();
        wire.call("spine_viewer.arrived", [this.name, message.number]);
      };
      this.subscription = wire.subscribe("spine_viewer.picture", show);
      if (this.interactive) new Gestures(root, (kind, values) => wire.call("spine_viewer.gesture", [this.name, kind, values]));
      // A picture that cannot be turned may still be pointed at.
      root.addEventListener("click", (e) => {
        if (!this.taps || this.interactive) return;
        const box = root.getBoundingClientRect();
        wire.call("spine_viewer.gesture", [this.name, "tap", [(e.clientX - box.left) / box.width, (e.clientY - box.top) / box.height]]);
      });
      this.observer = new ResizeObserver(() => requestAnimationFrame(size));
      this.observer.observe(root);
    },
    beforeUnmount() {
      this.observer.disconnect();
      session(this.trame).unsubscribe(this.subscription);
    },
  };

  window.spine_viewer_parts = { ...(window.spine_viewer_parts || {}), SvPicture, Labels };
})();
