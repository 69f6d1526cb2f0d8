// Keys that work anywhere on the page, except while somebody types or uses a control that needs the key itself.
(() => {
  const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"]);
  const PRESSING = new Set(["BUTTON", "A", "SUMMARY"]);

  function install(trame) {
    window.addEventListener("keydown", (e) => {
      const on = e.target;
      const undo = (e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "z";
      if (TYPING.has(on.tagName) && e.key !== "Escape") return;
      if (e.key === " " && PRESSING.has(on.tagName)) return;
      if (undo) {
        e.preventDefault();
        trame.trigger("spine_viewer_key", [e.shiftKey ? "redo" : "undo"]);
        return;
      }
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      if (e.key === "/") {
        const search = document.querySelector("#search");
        if (search) {
          e.preventDefault();
          search.focus();
        }
        return;
      }
      const known = [" ", "ArrowLeft", "ArrowRight", "Home", "End", "1", "2", "3", "?", "Escape", "i", "l"];
      if (!known.includes(e.key)) return;
      if (e.key === " " || e.key.startsWith("Arrow")) e.preventDefault();
      trame.trigger("spine_viewer_key", [e.key]);
    });
  }

  window.spine_viewer_parts = { ...(window.spine_viewer_parts || {}), installKeys: install };
})();
