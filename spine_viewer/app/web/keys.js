// Keys that work anywhere on the page, except while somebody types or uses a control that needs the key itself.
(() => {
  const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"]);
  const TURNING = /^(Arrow|Page|Home$|End$)/;
  const PRESSING = new Set(["BUTTON", "A", "SUMMARY"]);

  function install(trame) {
    // A button that was clicked keeps the focus; space then still means play. One that was reached by Tab is pressed.
    let reachedByKey = false;
    window.addEventListener("pointerdown", () => (reachedByKey = false), true);
    window.addEventListener("keydown", (e) => {
      if (e.key === "Tab") reachedByKey = true;
      const on = e.target;
      const undo = (e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "z";
      // On the film's own sliders the arrows mean steps; on any other slider they turn it.
      const onFilm = on.id === "scrub" || on.id === "recovery";
      if (on.type === "range" && !onFilm && TURNING.test(e.key)) return;
      if (TYPING.has(on.tagName) && on.type !== "range" && e.key !== "Escape") return;
      // In an exercise Enter goes on, also from a button that was clicked; one that was reached by Tab is pressed.
      const goesOn = e.key === "Enter" && !!on.closest?.(".exercise");
      if ((e.key === " " || e.key === "Enter") && PRESSING.has(on.tagName)) {
        if (reachedByKey || (e.key === "Enter" && !goesOn)) return;
        if (goesOn) e.preventDefault();
        on.blur();
      }
      if (undo) {
        e.preventDefault();
        trame.trigger("spine_viewer_key", [e.shiftKey ? "redo" : "undo"]);
        return;
      }
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      if (e.key.length === 1 && e.key !== " " && !trame.state.get("TopbarState__single_keys")) return;
      if (e.key === "/") {
        const search = document.querySelector("#search");
        if (search) {
          e.preventDefault();
          search.focus();
        }
        return;
      }
      const known = [" ", "ArrowLeft", "ArrowRight", "Home", "End", ..."1234?", "Escape", ..."dfilmnt"];
      const exercise = document.querySelector(".exercise");
      if (exercise) known.push(..."567890", "Enter");
      if (exercise?.querySelector("[data-arrows]")) known.push("ArrowUp", "ArrowDown");
      const needle = !!exercise?.querySelector("[data-keys=needle]");
      const carm = !!exercise?.querySelector("[data-keys=carm]");
      if (needle) known.push(..."wsqexvb+-");
      if (carm) known.push("x", "h");
      if (needle || carm) known.push("ArrowUp", "ArrowDown", ...["Up", "Down", "Left", "Right"].map((way) => `Shift+Arrow${way}`));
      const plain = e.key.length === 1 ? e.key.toLowerCase() : e.key;
      const key = (needle || carm) && e.shiftKey && plain.startsWith("Arrow") ? `Shift+${plain}` : plain;
      if (!known.includes(key)) return;
      if (e.key === " " || onFilm || e.key.startsWith("Arrow")) e.preventDefault();
      trame.trigger("spine_viewer_key", [key]);
    });
  }

  window.spine_viewer_parts = { ...(window.spine_viewer_parts || {}), installKeys: install };
})();
