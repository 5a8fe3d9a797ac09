// Opens the reference page in a browser, in light and dark mode, at desktop, tablet and phone size. There are no errors,
// requests or accessibility violations; everything but code on a phone can be read without scrolling sideways; search, copy
// and the keyboard work. Takes screenshots.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [page_path, pictures, executablePath] = process.argv.slice(2);
const address = pathToFileURL(page_path).href;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let wrong = 0;
const want = (what, holds, seen = "") => {
  if (!holds) {
    wrong += 1;
    console.log(`wrong: ${what}${seen ? `: ${seen}` : ""}`);
  }
};

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

for (const colorScheme of ["light", "dark"]) {
  for (const [device, width, height] of [["1280", 1280, 800], ["768", 768, 1024], ["390", 390, 844], ["320", 320, 640]]) {
    const where = `${colorScheme}, ${device}`;
    const context = await browser.newContext({ colorScheme, viewport: { width, height } });
    const page = await context.newPage();
    page.on("console", (message) => want(`${where}: nothing on the console`, false, message.text()));
    page.on("pageerror", (error) => want(`${where}: no error`, false, error.message));
    page.on("request", (request) => {
      const { protocol } = new URL(request.url());
      want(`${where}: no request`, protocol === "data:" || request.url() === address, request.url());
    });
    await page.goto(address);

    want(`${where}: the first screen shows a call`, await page.evaluate(() => {
      const { top } = document.querySelector(".example code").getBoundingClientRect();
      return top < innerHeight * 0.75;
    }));
    await page.screenshot({ path: `${pictures}/${colorScheme}-${device}.png` });
    // Check collapsed parts as well.
    await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
    // A broken line of code is harder to read than a long one.
    const scrolling = width < 640 ? "pre[tabindex='0']" : "script";
    const outside = await page.evaluate((scrolling) => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      const range = document.createRange();
      while (texts.nextNode()) {
        const text = texts.currentNode;
        if (text.parentElement.closest(`.skip, script, style, ${scrolling}`) || text.textContent.trim() === "") continue;
        range.selectNodeContents(text);
        for (const { left, right, width } of range.getClientRects()) {
          if (width > 0 && (left < 0 || right > innerWidth)) found.push(text.textContent.trim().slice(0, 60));
        }
      }
      for (const element of document.querySelectorAll("*")) {
        if (element.matches(scrolling)) continue;
        if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== "visible") {
          found.push(element.textContent.trim().slice(0, 60));
        }
      }
      const across = document.documentElement.scrollWidth;
      return across > innerWidth ? [`${across} pixels`, ...found] : found;
    }, scrolling);
    want(`${where}: nothing is outside the window or scrolls sideways`, outside.length === 0, outside.join(" | "));
    if (width >= 1280 || width < 640) {
      // A line of code that wraps makes its block higher than its lines are.
      const wrapped = await page.evaluate(() => [...document.querySelectorAll("pre code")].flatMap((code) => {
        const lines = code.textContent.trimEnd().split("\n").length;
        const height = parseFloat(getComputedStyle(code.parentElement).lineHeight);
        return code.getBoundingClientRect().height > (lines + 0.5) * height ? [code.textContent.slice(0, 60)] : [];
      }));
      want(`${where}: no code wraps`, wrapped.length === 0, wrapped.join(" | "));
    }
    if (width >= 1280) {
      const beside = await page.evaluate(() => [...document.querySelectorAll(".examples")].every(({ children: [lua, rust] }) => (
        lua.getBoundingClientRect().top === rust.getBoundingClientRect().top
      )));
      want(`${where}: Lua and Rust are side by side`, beside);
    }
    if (width < 640) {
      const displays = await page.evaluate(() => [...document.querySelectorAll("td")].map((cell) => getComputedStyle(cell).display));
      want(`${where}: tables are cards`, displays.every((display) => display === "block" || display === "none"));
    }
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const { id, help, nodes } of violations) {
      want(`${where}: ${id}`, false, `${help}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" ")}`);
    }
    await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = false)));
    await page.evaluate(() => document.querySelectorAll(".function")[1].scrollIntoView());
    await page.screenshot({ path: `${pictures}/${colorScheme}-${device}-function.png` });
    await page.locator(".function > table").nth(1).evaluate((table) => table.scrollIntoView());
    await page.screenshot({ path: `${pictures}/${colorScheme}-${device}-parameters.png` });
    for (const section of ["install", "callbacks", "errors"]) {
      const shown = page.locator(`#page-${section}`);
      want(`${where}: the section ${section}`, await shown.isVisible());
      if (await shown.isVisible()) {
        await shown.evaluate((section) => section.scrollIntoView());
        await page.screenshot({ path: `${pictures}/${colorScheme}-${device}-${section}.png` });
      }
    }
    await context.close();
  }
}

const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
await page.goto(address);
const sections = page.locator("main > section");
const all = await sections.count();
want("there are functions", (await page.locator(".function").count()) > 0);
for (const section of ["install", "mcp", "credentials", "callbacks", "errors"]) {
  want(`a section about ${section}`, (await page.locator(`#page-${section}`).count()) === 1);
}
const prose = await page.evaluate(() => document.body.innerText);
for (const words of ["Full name", "Operation:", "listed below", "undocumented", "beyond the documented"]) {
  want("no words of the generator's own", !prose.includes(words), words);
}

// The first focusable element skips to the content.
await page.keyboard.press("Tab");
const first = await page.evaluate(() => document.activeElement.getAttribute("href"));
want("the first stop of the keyboard", first === "#page-main", first);
await page.keyboard.press("Enter");
await page.keyboard.press("/");
const focused = await page.evaluate(() => document.activeElement.id);
want("`/` leads to the search", focused === "page-search", focused);

const last = await page.locator(".function").last().getAttribute("id");
await page.keyboard.type(last);
want("searching leaves what fits", (await page.locator("main > section:visible").count()) < all);
const left = await page.locator("main > section:visible").count();
want("searching says how much is left", (await page.locator("#page-found").textContent()) === `${left} of ${all} sections`);
want("the navigation has the same", (await page.locator("nav li:visible").count()) === left);
want("what fits is there", await page.locator(`#${last}`).isVisible());
await page.keyboard.press("Escape");
want("`Escape` shows everything", (await page.locator("main > section:visible").count()) === all);
await page.keyboard.type("nothingofthiskind");
want("searching in vain says so", (await page.locator("#page-found").textContent()) === `0 of ${all} sections`);
await page.keyboard.press("Escape");

for (const permitted of [true, false]) {
  await context.clearPermissions();
  if (permitted) await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((permitted) => {
    if (!permitted) navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
  }, permitted);
  const example = page.locator(".example").first();
  const text = await example.locator("code").textContent();
  await example.locator("button").click();
  await page.locator("p[role=status].skip").getByText(permitted ? "Copied" : "Selected").waitFor({ state: "attached" });
  const copied = await page.evaluate(
    (permitted) => (permitted ? navigator.clipboard.readText() : getSelection().toString()),
    permitted,
  );
  want(permitted ? "copying" : "selecting in place of copying", copied.trim() === text.trim(), copied);
}

const blocks = page.locator(".about > .copied, .example");
const buttons = await page.locator(".about > .copied button, .example button").count();
want("every block of code has a button", buttons > 0 && buttons === (await blocks.count()) && (await page.locator(".about > pre").count()) === 0);

// Without JavaScript, everything is shown but the controls that need it.
const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
const still = await plain.newPage();
await still.goto(address);
want("without scripts nothing is searched", !(await still.locator("#page-search").isVisible()));
want("without scripts everything is there", (await still.locator("main > section:visible").count()) === all);

// In print, everything is expanded and nothing is cut off.
await page.emulateMedia({ media: "print" });
want("on paper there is no navigation", !(await page.locator("nav").isVisible()));
await page.pdf({ path: `${pictures}/print.pdf`, format: "A4" });

await browser.close();
console.log(`${all} sections, 2 schemes, 4 widths: ${wrong} wrong; pictures in ${pictures}`);
process.exit(wrong === 0 ? 0 : 1);
