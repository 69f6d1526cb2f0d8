// The address carries the key of this session once. Keep it for this tab alone, so that a reload works.
(() => {
  const address = new URL(window.location.href);
  const key = address.searchParams.get("secret");
  if (key) sessionStorage.setItem("spine_viewer_key", key);
  const kept = sessionStorage.getItem("spine_viewer_key");
  if (kept) address.searchParams.set("secret", kept);
  address.searchParams.set("sessionURL", `ws://${window.location.host}/ws`);
  window.history.replaceState({}, document.title, address);
})();
