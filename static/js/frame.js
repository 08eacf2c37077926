// Small behaviours every page may use: print buttons, copy buttons, tables that the keyboard can scroll.
(() => {
  "use strict";

  // A box whose table is wider than it can be scrolled by keyboard, and says what it holds. One that is not
  // would only be a stop more for the tab key.
  const openToKeys = () => {
    for (const box of document.querySelectorAll(".scroll:not([data-own])")) {
      const wide = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      if (box.hasAttribute("tabindex") && !box.dataset.keys) { box.dataset.own = "1"; continue; }
      if (wide) {
        const heading = box.closest("section, figure, main")?.querySelector("h2, h3, h1");
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        if (heading) box.setAttribute("aria-label", heading.textContent.trim().replace(/\s+/g, " "));
        box.dataset.keys = "1";
      } else if (box.dataset.keys) {
        for (const name of ["tabindex", "role", "aria-label", "data-keys"]) box.removeAttribute(name);
      }
    }
  };
  document.addEventListener("DOMContentLoaded", openToKeys);
  document.addEventListener("htmx:afterSettle", openToKeys);
  document.addEventListener("toggle", openToKeys, true);
  window.addEventListener("load", openToKeys);
  window.addEventListener("resize", openToKeys);

  document.addEventListener("click", (event) => {
    const print = event.target.closest("[data-print]");
    if (print) { event.preventDefault(); window.print(); }
    const copy = event.target.closest("[data-copy]");
    if (copy && navigator.clipboard) {
      navigator.clipboard.writeText(copy.dataset.copy).then(() => { copy.dataset.done = "1"; });
    }
  });
})();
