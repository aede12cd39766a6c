/* Keys on the desk: j and k move, s shortlists, d opens “Not this time”, Enter opens a
   row. Everything they do has a button; who switched Wagtail's keyboard shortcuts off
   has none of these either. Also: a form is sent once, however often it is pressed. */
(() => {
  const config = document.getElementById("wagtail-config");
  const wanted = !config || JSON.parse(config.textContent).KEYBOARD_SHORTCUTS_ENABLED;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (element) => element.getClientRects().length > 0;
  const candidates = () => all("[data-desk-candidate]").filter(shown);
  const rows = () => all("[data-desk-row]");
  let place = -1;

  const move = (step) => {
    const things = candidates().length ? candidates() : rows();
    if (!things.length) return;
    place = Math.min(Math.max(place + step, 0), things.length - 1);
    const thing = things[place];
    if (thing.matches("[data-desk-row]")) {
      thing.querySelector("a")?.focus();
      return;
    }
    things.forEach((other) => other.removeAttribute("aria-current"));
    thing.setAttribute("aria-current", "true");
    thing.focus({ preventScroll: true });
    thing.scrollIntoView({ block: "start" });
  };

  const here = () => document.querySelector('[data-desk-candidate][aria-current="true"]');

  const shortlist = () => here()?.querySelector("[data-desk-shortlist]")?.click();

  const dismiss = () => {
    const field = here()?.querySelector('details.desk-once select[name$="reason"]');
    if (!field) return;
    field.closest("details").open = true;
    field.focus();
  };

  const keys = { j: () => move(1), k: () => move(-1), s: shortlist, d: dismiss };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (!wanted || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("focusin", (event) => {
    const thing = event.target.closest?.("[data-desk-candidate]");
    if (!thing) return;
    candidates().forEach((other) => other.removeAttribute("aria-current"));
    thing.setAttribute("aria-current", "true");
    place = candidates().indexOf(thing);
  });

  // Come back to the candidate that was decided about.
  const aimed = location.hash.startsWith("#candidate-") && document.querySelector(location.hash);
  if (aimed) {
    const folded = aimed.closest("details.desk-dismissed");
    if (folded) folded.open = true;
    aimed.focus();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest(".desk") || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
  // A page that comes back from the browser's memory may be sent again.
  window.addEventListener("pageshow", () => {
    all("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
})();
