// A chosen quarter or member opens at once; without scripts the button beside it does the same.
"use strict";
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.querySelectorAll("button").forEach((button) => { button.hidden = true; });
  form.addEventListener("change", () => form.requestSubmit());
}
