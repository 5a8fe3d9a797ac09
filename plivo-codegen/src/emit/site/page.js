"use strict";
(() => {
  const sections = [...document.querySelectorAll("main > section")];
  const items = [...document.querySelectorAll("nav li")];
  const texts = sections.map((section) => section.textContent.toLowerCase());
  const form = document.querySelector("form");
  const search = document.getElementById("page-search");
  const found = document.getElementById("page-found");

  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    sections.forEach((section, index) => {
      const fits = words.every((word) => texts[index].includes(word));
      section.hidden = items[index].hidden = !fits;
      count += fits ? 1 : 0;
    });
    found.textContent = words.length === 0 ? "" : `${count} of ${sections.length} sections`;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("input", show);
  document.addEventListener("keydown", (event) => {
    const elsewhere = !event.target.closest("input, [contenteditable]");
    if (event.key === "/" && elsewhere && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && event.target === search) {
      search.value = "";
      show();
    }
  });

  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.className = "skip";
  document.body.append(said);
  for (const example of document.querySelectorAll(".example")) {
    const code = example.querySelector("code");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy the ${example.getAttribute("aria-label")}`);
    button.addEventListener("click", async () => {
      let word = "Copied";
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        // A page that was opened from a file may not write there: what is selected can be copied by hand.
        getSelection().selectAllChildren(code);
        word = "Selected";
      }
      button.textContent = word;
      said.textContent = word;
      setTimeout(() => {
        button.textContent = "Copy";
        said.textContent = "";
      }, 2000);
    });
    example.querySelector("figcaption").append(button);
  }

  // What is folded is printed too, in browsers that style does not reach it in.
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => (part.open = true)));
})();
