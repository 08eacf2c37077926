// The reader's choice of light or dark, kept on this device only. Loaded before the first paint.
(() => {
  "use strict";
  const KEY = "theme";
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem(KEY) || ""; } catch { return ""; } };
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme; else delete root.dataset.theme;
  };
  apply(read());
  document.addEventListener("DOMContentLoaded", () => {
    for (const choice of document.querySelectorAll("select[data-theme-choice]")) {
      choice.value = read();
      choice.hidden = false;
      choice.addEventListener("change", () => {
        try { localStorage.setItem(KEY, choice.value); } catch { /* private window: for this page only */ }
        apply(choice.value);
        document.dispatchEvent(new CustomEvent("themechange"));
      });
    }
  });
})();
