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
    for (const list of document.querySelectorAll("nav ul")) {
      list.hidden = list.previousElementSibling.hidden = [...list.children].every((item) => item.hidden);
    }
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
  const addButton = (place, code, what) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy ${what}`);
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
    place.append(button);
  };
  for (const example of document.querySelectorAll(".example")) {
    addButton(example.querySelector("figcaption"), example.querySelector("code"), `the ${example.getAttribute("aria-label")}`);
  }
  for (const section of document.querySelectorAll(".about")) {
    [...section.querySelectorAll(":scope > pre")].forEach((block, index) => {
      const place = document.createElement("div");
      place.className = "copied";
      block.replaceWith(place);
      place.append(block);
      addButton(place, block, `block ${index + 1} of ${section.querySelector("h2")?.textContent}`);
    });
  }

  // What scrolls can be reached with the keyboard.
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth;
      for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", "Code"]]) {
        if (scrolls) {
          target.setAttribute(name, value);
        } else {
          target.removeAttribute(name);
        }
      }
    }
  });
  document.querySelectorAll("pre").forEach((block) => sizes.observe(block));

  // What is folded is printed too, in browsers that style does not reach it in.
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => (part.open = true)));
})();
