// Opens the reference page in a browser, in light and dark mode, at desktop and phone size. There are no errors, requests
// or accessibility violations; search, copy and the keyboard work. Takes a screenshot of each.

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
  for (const [device, width, height] of [["desk", 1280, 900], ["phone", 360, 740]]) {
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

    const across = await page.evaluate(() => document.documentElement.scrollWidth);
    want(`${where}: nothing wider than the window`, across <= width, `${across} of ${width}`);
    // Check collapsed parts as well.
    await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    for (const { id, help, nodes } of violations) {
      want(`${where}: ${id}`, false, `${help}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" ")}`);
    }
    await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = false)));
    await page.screenshot({ path: `${pictures}/${colorScheme}-${device}.png` });
    await page.locator(".function").nth(1).scrollIntoViewIfNeeded();
    await page.evaluate(() => document.querySelectorAll(".function")[1].scrollIntoView());
    await page.screenshot({ path: `${pictures}/${colorScheme}-${device}-function.png` });
    await context.close();
  }
}

const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
await page.goto(address);
const all = await page.locator(".function").count();
want("there are functions", all > 0);

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
want("searching leaves what fits", (await page.locator(".function:visible").count()) < all);
want("searching says how much is left", (await page.locator("#page-found").textContent()) === `1 of ${all} functions`);
want("what fits is there", await page.locator(`#${last}`).isVisible());
await page.keyboard.press("Escape");
want("`Escape` shows everything", (await page.locator(".function:visible").count()) === all);
await page.keyboard.type("nothingofthiskind");
want("searching in vain says so", (await page.locator("#page-found").textContent()) === `0 of ${all} functions`);
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

// Without JavaScript, everything is shown but the controls that need it.
const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
const still = await plain.newPage();
await still.goto(address);
want("without scripts nothing is searched", !(await still.locator("#page-search").isVisible()));
want("without scripts every function is there", (await still.locator(".function:visible").count()) === all);

// In print, everything is expanded and nothing is cut off.
await page.emulateMedia({ media: "print" });
want("on paper there is no navigation", !(await page.locator("nav").isVisible()));
await page.pdf({ path: `${pictures}/print.pdf`, format: "A4" });

await browser.close();
console.log(`${all} functions, 2 schemes, 2 widths: ${wrong} wrong; pictures in ${pictures}`);
process.exit(wrong === 0 ? 0 : 1);
