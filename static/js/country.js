// On a phone the indicators of a factor are folded away; an address that ends in one opens what hides it.
(() => {
  "use strict";
  const set = (button, open) => {
    button.setAttribute("aria-expanded", String(open));
    button.closest("tbody").classList.toggle("folded", !open);
  };
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let box = target && target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    const fold = target && target.querySelector("[data-fold]");
    if (fold && target.matches("tbody")) set(fold, true);
  };
  const start = () => {
    if (window.matchMedia("(max-width: 640px)").matches) {
      for (const button of document.querySelectorAll("[data-fold]")) {
        button.hidden = false;
        set(button, false);
        button.addEventListener("click", () => set(button, button.getAttribute("aria-expanded") !== "true"));
      }
    }
    reveal();
  };
  window.addEventListener("hashchange", reveal);
  document.addEventListener("DOMContentLoaded", start);
})();
