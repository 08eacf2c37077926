// On the exercise's login page a click on a user name types it; the password is still to be typed.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    document.getElementById("id_username").value = button.dataset.fill;
    document.getElementById("id_password").focus();
  });
})();
