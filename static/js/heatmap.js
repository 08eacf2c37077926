// The matrix by keyboard and mouse. The table stays a table: one cell at a time can be focused, arrow keys
// move, Enter (or a click) opens the country page where that cell is explained. Without script every
// row still links to its country.
(() => {
  "use strict";
  let current = null;

  const bodyOf = (cell) => cell.closest("table.matrix tbody");
  const focusOn = (cell) => {
    if (current) current.removeAttribute("tabindex");
    current = cell;
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    keepInView(cell);
  };

  // Sticky heads cover what scrollIntoView would call visible.
  const keepInView = (cell) => {
    const box = cell.closest(".scroll");
    const head = box.querySelector("thead").offsetHeight;
    const side = cell.cellIndex === 0 ? 0 : cell.parentElement.cells[0].offsetWidth;
    const area = box.getBoundingClientRect();
    const seen = cell.getBoundingClientRect();
    if (seen.top < area.top + head) box.scrollTop -= area.top + head - seen.top;
    if (seen.bottom > area.bottom - 14) box.scrollTop += seen.bottom - area.bottom + 14;
    if (cell.cellIndex > 0 && seen.left < area.left + side) box.scrollLeft -= area.left + side - seen.left;
    if (seen.right > area.right) box.scrollLeft += seen.right - area.right;
  };

  const open = (cell) => {
    const link = cell.parentElement.cells[0].querySelector("a");
    if (!link) return;
    const heads = cell.closest("table").tHead.rows[1].cells;
    const head = cell.cellIndex > 0 ? heads[cell.cellIndex - 1] : null;
    window.location.assign(link.href + (head && head.dataset.a ? "#" + head.dataset.a : ""));
  };

  const setUp = () => {
    const table = document.getElementById("matrix");
    current = null;
    if (!table || !table.tBodies[0].rows.length) return;
    for (const link of table.tBodies[0].querySelectorAll("th a")) link.tabIndex = -1;
    current = table.tBodies[0].rows[0].cells[0];
    current.tabIndex = 0;
  };

  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("td, th");
    if (!cell || !bodyOf(cell) || event.altKey || event.metaKey) return;
    const row = cell.parentElement;
    const rows = row.parentElement.rows;
    const at = [row.sectionRowIndex, cell.cellIndex];
    const last = row.cells.length - 1;
    const steps = {
      ArrowUp: [at[0] - 1, at[1]], ArrowDown: [at[0] + 1, at[1]],
      ArrowLeft: [at[0], at[1] - 1], ArrowRight: [at[0], at[1] + 1],
      PageUp: [Math.max(0, at[0] - 12), at[1]], PageDown: [Math.min(rows.length - 1, at[0] + 12), at[1]],
      Home: [event.ctrlKey ? 0 : at[0], 0], End: [event.ctrlKey ? rows.length - 1 : at[0], last],
    };
    if (event.key === "Enter") { event.preventDefault(); open(cell); return; }
    const step = steps[event.key];
    if (!step || (event.ctrlKey && !["Home", "End"].includes(event.key))) return;
    event.preventDefault();
    const target = rows[step[0]]?.cells;
    if (target) focusOn(target[Math.max(0, Math.min(step[1], target.length - 1))]);
  });

  document.addEventListener("click", (event) => {
    const cell = event.target.closest("table.matrix tbody td, table.matrix tbody th");
    if (!cell || event.target.closest("a") || event.ctrlKey || event.metaKey) return;
    open(cell);
  });

  document.addEventListener("DOMContentLoaded", () => {
    if (window.matchMedia("(max-width: 640px)").matches) {
      for (const box of document.querySelectorAll("details.filterbox")) box.open = false;
    }
    setUp();
  });
  document.addEventListener("htmx:afterSettle", setUp);
})();
