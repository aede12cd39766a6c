/* A search box that proposes while something is typed: the pattern "editable combobox
   with list autocomplete" of ARIA 1.2. Without this script it is a plain field. */
"use strict";

const PAUSE = 200; /* ms without a key before the site is asked */

/* Proposals for one box: asks, shows them, and puts the chosen one into the box. */
function enhanceCombobox(box) {
  const words = box.dataset;
  const list = document.createElement("ul");
  list.id = `${box.id}-proposals`;
  list.className = "proposals plain";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.listLabel);
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  box.closest(".search-row").append(list, spoken);
  /* A search field may not bear the role. */
  box.type = "text";
  box.setAttribute("enterkeyhint", "search");
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  let typed = box.value;
  let active = -1;
  let pause;
  let asking;

  const options = () => [...list.children];

  const close = () => {
    clearTimeout(pause);
    if (asking) asking.abort();
    list.hidden = true;
    list.replaceChildren();
    active = -1;
    spoken.textContent = "";
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const activate = (place) => {
    active = place;
    options().forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === place));
    });
    const option = options()[place];
    if (!option) {
      box.removeAttribute("aria-activedescendant");
      box.value = typed;
      return;
    }
    box.setAttribute("aria-activedescendant", option.id);
    box.value = option.dataset.text;
    option.scrollIntoView({ block: "nearest" });
  };

  const choose = (option) => {
    box.value = option.dataset.text;
    close();
    box.form.requestSubmit();
  };

  const show = (found) => {
    list.replaceChildren(
      ...found.map(({ text, kind, lang }, place) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${place}`;
        option.dataset.text = text;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const name = document.createElement("span");
        name.textContent = text;
        if (lang) name.lang = lang;
        const what = document.createElement("span");
        what.className = "proposal-kind";
        what.textContent = kind;
        option.append(name, " ", what);
        return option;
      }),
    );
    active = -1;
    box.removeAttribute("aria-activedescendant");
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(found.length > 0));
    const sentence = found.length ? words.listCount : words.listNone;
    spoken.textContent = sentence.replace("{number}", found.length);
  };

  const ask = async () => {
    if (asking) asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const address = `${words.complete}?${new URLSearchParams({ q: typed })}`;
    try {
      const answer = await fetch(address, { signal });
      if (!answer.ok) return;
      const { completions } = await answer.json();
      if (!signal.aborted && document.activeElement === box) show(completions);
    } catch (error) {
      /* A newer question took its place, or the net is gone: the field stays plain. */
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    }
  };

  box.addEventListener("input", () => {
    typed = box.value;
    clearTimeout(pause);
    if (typed.trim() && typed.length <= Number(words.words)) pause = setTimeout(ask, PAUSE);
    else close();
  });

  box.addEventListener("keydown", (event) => {
    /* While kana become kanji, the keys belong to the input method. */
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = options().length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (last < 0) {
        if (event.key === "ArrowDown" && box.value.trim()) ask();
        return;
      }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = active + step;
      activate(next > last ? -1 : next < -1 ? last : next);
    } else if (event.key === "Escape") {
      event.preventDefault();
      const open = !list.hidden;
      box.value = open ? typed : "";
      typed = box.value;
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(options()[active]);
    }
  });

  /* Pressed, not clicked: the box would lose the focus first, and close the list. */
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  box.addEventListener("blur", close);
}

for (const box of document.querySelectorAll("input[data-complete]")) {
  enhanceCombobox(box);
}
