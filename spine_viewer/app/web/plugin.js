// What the page adds to trame's client: the picture component, keys, and saving a file that the server made.
// The other scripts may be loaded before or after this one: their parts are looked up when trame installs this plugin.
(() => {
  async function save(trame, trigger, args = []) {
    const made = await trame.trigger(trigger, args);
    if (!made) return;
    const url = URL.createObjectURL(new Blob([made.content], { type: made.mime }));
    const link = document.createElement("a");
    link.href = url;
    link.download = made.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    window.__saved = { name: made.name, size: made.content.byteLength ?? made.content.size };
  }

  // A link to a view: this page with its key, and the view as a fragment, which no server ever sees.
  function link(fragment) {
    const key = sessionStorage.getItem("spine_viewer_key");
    return `${window.location.origin}/${key ? `?secret=${key}` : ""}${fragment}`;
  }

  async function copy(trame, selector, trigger) {
    const field = document.querySelector(selector);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy");
    }
    trame.trigger(trigger);
  }

  async function open(trame, event, trigger) {
    const file = event.target.files[0];
    if (!file) return;
    const content = file.size > 4e6 ? " ".repeat(2e6) : await file.text();
    event.target.value = "";
    trame.trigger(trigger, [content, file.name]);
  }

  // Arrow keys walk through a list of buttons.
  function focusFirst(event, selector) {
    event.preventDefault();
    document.querySelector(selector)?.focus();
  }
  function focusNext(event, by) {
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    const next = buttons.indexOf(document.activeElement) + by;
    if (next < 0) event.currentTarget.parentElement.querySelector("input")?.focus();
    else buttons[Math.min(next, buttons.length - 1)]?.focus();
  }

  // The address that was opened carries a view: hand it over once, so that a reload keeps what is shown then.
  function openFragment(trame) {
    if (!window.location.hash.startsWith("#state=")) return;
    trame.trigger("state_open_link", [window.location.hash]);
    window.history.replaceState({}, document.title, window.location.pathname + window.location.search);
  }

  // Put a text on the clipboard, and say so on the button that was pressed.
  async function copyText(text, event) {
    const button = event.currentTarget;
    await navigator.clipboard.writeText(text);
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = before), 2000);
  }

  // The viewer's process has ended: say so instead of showing a picture that no longer answers.
  function tellWhenLost(trame) {
    let leaving = false;
    window.addEventListener("beforeunload", () => (leaving = true));
    trame.client.onConnectionClose(() => {
      if (leaving || document.querySelector(".lost")) return;
      const notice = document.createElement("div");
      notice.className = "lost";
      notice.setAttribute("role", "alert");
      notice.textContent = trame.state.get("say").page.lost;
      document.body.append(notice);
    });
  }

  const SvKeys = {
    name: "SvKeys",
    inject: ["trame"],
    template: "<!-- keys -->",
    mounted() {
      window.spine_viewer_parts.installKeys(this.trame);
      tellWhenLost(this.trame);
      const speak = () => (document.documentElement.lang = this.trame.state.get("LanguageState__language"));
      this.trame.state.watch(["LanguageState__language"], speak);
      speak();
      this.trame.state.watch(["RailState__mode"], () => document.querySelector("#drawer")?.scrollTo(0, 0));
      if (window.innerWidth < 1180) this.trame.state.set("RailState__drawer", false);
      openFragment(this.trame);
      window.addEventListener("hashchange", () => openFragment(this.trame));
      window.__ready = true;
    },
  };

  const SvFocus = {
    name: "SvFocus",
    props: { to: String, show: String },
    template: "<!-- focus -->",
    mounted() {
      this.$nextTick(() => {
        document.querySelector(this.to)?.focus({ preventScroll: true });
        document.querySelector(this.show || this.to)?.scrollIntoView({ block: "nearest" });
      });
    },
  };

  window.spine_viewer = {
    install(app) {
      app.component("SvPicture", window.spine_viewer_parts.SvPicture);
      app.component("SvKeys", SvKeys);
      app.component("SvFocus", SvFocus);
      const own = app.config.globalProperties;
      own.svSave = (trigger, args) => save(window.trame, trigger, args);
      own.svCopy = (selector, trigger) => copy(window.trame, selector, trigger);
      own.svOpen = (event, trigger) => open(window.trame, event, trigger);
      own.svLink = link;
      own.svFocus = focusFirst;
      own.svFocusNext = focusNext;
      for (const name of ["SvDialog", "SvFullScreen"]) app.component(name, window.spine_viewer_parts[name]);
      own.svPut = copyText;
    },
  };
})();
