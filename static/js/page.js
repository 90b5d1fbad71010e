// What a page does beyond plain HTML and htmx. Everything here is an addition: each page works without it.

const isDark = () =>
  (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

const nameToggle = (button) => {
  button.querySelector("[data-theme-word]").textContent = isDark() ? "Use the light theme" : "Use the dark theme";
};

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.hidden = false;
  nameToggle(button);
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    try { localStorage.setItem("theme", theme); } catch { /* chosen for this page only */ }
    nameToggle(button);
  });
}

// A link with data-dialog="id" opens that dialog; without script it leads to the page that asks the same question.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
});

// Bulk bar: says how many rows of its form are ticked; [data-choose-all] ticks them all.
const countChosen = (form) => {
  const chosen = form.querySelectorAll("[data-choose]:checked").length;
  for (const place of form.querySelectorAll("[data-chosen]")) {
    place.textContent = chosen ? `${chosen} chosen` : place.dataset.chosen;
  }
};
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form || !event.target.matches("[data-choose], [data-choose-all]")) return;
  if (event.target.matches("[data-choose-all]")) {
    for (const box of form.querySelectorAll("[data-choose]")) box.checked = event.target.checked;
  }
  countChosen(form);
});

// A slider says its value beside it.
document.addEventListener("input", (event) => {
  const output = document.getElementById(event.target.dataset.output);
  if (output) output.textContent = event.target.value;
});

// A second press on the same button sends nothing; coming back to the page frees it again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || event.submitter?.formTarget) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A form with data-preview fills its preview's frame by itself; without script the Preview button does.
for (const form of document.querySelectorAll("form[data-preview]")) {
  let pause;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => form.requestSubmit(form.querySelector("[data-preview-button]")), 500);
  });
  form.addEventListener("submit", () => clearTimeout(pause));
}
