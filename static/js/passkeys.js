// Joins allauth's passkey scripts to the buttons of our pages; without scripts a code does the same.
document.addEventListener("DOMContentLoaded", () => {
  const forms = window.allauth.webauthn.forms;
  const has = (id) => document.getElementById(id) !== null;
  if (has("use-passkey")) {
    forms.authenticateForm({ ids: { authenticate: "use-passkey", credential: "id_credential", data: "js_data" } });
  }
  if (has("add-passkey")) {
    forms.addForm({
      ids: { add: "add-passkey", passwordless: "id_passwordless", credential: "id_credential", data: "js_data" },
    });
  }
});
