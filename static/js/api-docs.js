// Copies a command; says so beside the button, for the eye and the screen reader.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const box = button.closest(".curl");
  const status = box.querySelector("[data-copied]");
  const code = box.querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
    status.textContent = status.dataset.copied;
  } catch {
    // No clipboard without TLS or permission: select it, so that a key press copies it.
    window.getSelection().selectAllChildren(code);
  }
});
