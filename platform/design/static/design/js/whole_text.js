/* A text put into a search box is no word to look for: it is sent where it is compared as
   a whole. It goes in the body of the request, so that it stands in no address and no
   log. Without this script the browser refuses what an address cannot hold, and keeps
   it in the box. */
"use strict";

function takeWholeTexts(box) {
  const note = document.getElementById(`${box.id}-whole`);
  box.removeAttribute("pattern");
  box.removeAttribute("title");
  const long = () => [...box.value].length > Number(box.dataset.words);
  box.addEventListener("input", () => {
    note.hidden = !long();
  });
  box.form.addEventListener("submit", (event) => {
    if (!long()) return;
    event.preventDefault();
    const form = document.createElement("form");
    form.method = "post";
    form.action = box.dataset.match;
    form.dataset.submitMany = "";
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "text";
    field.value = box.value;
    form.append(field);
    document.body.append(form);
    form.submit();
  });
}

for (const box of document.querySelectorAll("input[data-match]")) takeWholeTexts(box);
