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

  // Put a text on the clipboard, and say so on the button that was pressed.
  async function copy(text, event) {
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
      notice.textContent = "The spine viewer has stopped. Start it again and use the new address that it prints.";
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
      if (window.innerWidth < 1180) this.trame.state.set("RailState__drawer", false);
      window.__ready = true;
    },
  };

  window.spine_viewer = {
    install(app) {
      app.component("SvPicture", window.spine_viewer_parts.SvPicture);
      app.component("SvKeys", SvKeys);
      for (const name of ["SvDialog", "SvFullScreen"]) app.component(name, window.spine_viewer_parts[name]);
      app.config.globalProperties.svSave = (trigger, args) => save(window.trame, trigger, args);
      app.config.globalProperties.svCopy = copy;
    },
  };
})();
