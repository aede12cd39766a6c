/* What is added where scripts run. Every page works without it. */
"use strict";

/* The menu of a narrow screen: the link to it becomes a switch. */
function enhanceMenu() {
  const toggle = document.querySelector("[data-menu-toggle]");
  const menu = document.getElementById("site-menu");
  if (!toggle || !menu) return;
  const show = (open) => {
    menu.classList.toggle("is-open", open);
    toggle.setAttribute("aria-expanded", String(open));
  };
  toggle.setAttribute("role", "button");
  toggle.setAttribute("aria-controls", menu.id);
  if (location.hash === "#site-menu") {
    history.replaceState(null, "", location.pathname + location.search);
  }
  show(false);
  toggle.addEventListener("click", (event) => {
    event.preventDefault();
    show(!menu.classList.contains("is-open"));
  });
  toggle.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      toggle.click();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("is-open")) {
      show(false);
      toggle.focus();
    }
  });
}

/* Facets stand open from the width at which they are a column. */
function enhanceFacets() {
  const wide = window.matchMedia("(min-width: 48rem)");
  for (const panel of document.querySelectorAll("[data-facets]")) {
    const fit = () => {
      panel.open = wide.matches;
    };
    fit();
    wide.addEventListener("change", fit);
  }
}

/* One press makes one row. The button is not disabled, or its value would be lost. */
function guardSubmit() {
  const busy = new Map();
  const release = (form) => {
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("[aria-disabled=true]")) {
      button.removeAttribute("aria-disabled");
    }
    clearTimeout(busy.get(form));
    busy.delete(form);
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "submitMany" in form.dataset) return;
    if (busy.has(form)) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    form.setAttribute("aria-busy", "true");
    if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
    /* A download answers without leaving the page. */
    busy.set(form, setTimeout(() => release(form), 10000));
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) [...busy.keys()].forEach(release);
  });
}

/* Counts as the server does: a line break is two characters when sent. */
function lengthAsSent(text) {
  return [...text.replace(/\r\n|\r|\n/g, "\r\n")].length;
}

/* A long box says how much is left, aloud only when a pause is made near the end. */
function enhanceCounters() {
  const words = document.getElementById("counter-words");
  if (!words) return;
  for (const box of document.querySelectorAll("textarea[data-count-to]")) {
    const limit = Number(box.dataset.countTo);
    const counter = document.createElement("p");
    counter.className = "counter";
    const spoken = document.createElement("p");
    spoken.className = "visually-hidden";
    spoken.setAttribute("role", "status");
    let pause;
    const update = () => {
      const left = limit - lengthAsSent(box.value);
      const number = Math.abs(left).toLocaleString(document.documentElement.lang);
      const sentence = left < 0 ? words.dataset.over : words.dataset.left;
      counter.textContent = sentence.replace("{number}", number);
      counter.classList.toggle("is-over", left < 0);
      counter.hidden = left > limit / 2;
      clearTimeout(pause);
      pause = setTimeout(() => {
        spoken.textContent = left < limit / 10 ? counter.textContent : "";
      }, 1000);
    };
    box.after(counter, spoken);
    box.addEventListener("input", update);
    update();
  }
}

/* After a refused form the reader is taken to what must be mended. */
function focusErrors() {
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
}

enhanceMenu();
enhanceFacets();
guardSubmit();
enhanceCounters();
focusErrors();
