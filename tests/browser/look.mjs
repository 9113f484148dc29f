// Opens pages in headless Chromium and prints, as JSON, what is wrong with each:
// what the console said, what was asked of the network, whether it scrolls
// sideways on a telephone, what axe-core finds serious, and which headings
// stand alone at the foot of a printed page.
//
//   node look.mjs CHROMIUM FILE…

import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// Only words and their places are read, nothing is drawn: no canvas is needed.
globalThis.DOMMatrix ??= class {};
const warn = console.warn;
console.warn = () => {};
const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
console.warn = warn;

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [executablePath, ...files] = process.argv.slice(2);
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const TELEPHONE = { width: 390, height: 844 };
const WIDE = { width: 1100, height: 900 };

const browser = await chromium.launch({ executablePath, args: quiet });
const found = {};
for (const file of files) {
  const wrong = [];
  await opened(file, wrong);
  for (const colorScheme of ["light", "dark"]) {
    await accessible(file, colorScheme, wrong);
  }
  found[file] = wrong;
}
await browser.close();
console.log(JSON.stringify(found));

async function opened(file, wrong) {
  const context = await browser.newContext({ viewport: TELEPHONE });
  const page = await context.newPage();
  page.on("console", (said) => wrong.push(`console: ${said.text()}`));
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith("file://")) wrong.push(`request: ${request.url()}`);
  });
  await page.goto(`file://${file}`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > TELEPHONE.width) wrong.push(`scrolls sideways at ${TELEPHONE.width}: ${width} wide`);
  await page.setViewportSize(WIDE);
  const headings = await page.evaluate(() =>
    [...document.querySelectorAll("h1, h2, h3, h4, caption:not(.unseen), figcaption")].map((heading) => ({
      text: heading.textContent.replace(/\s+/g, ""),
      bold: !heading.matches("h1, h2"),
    })));
  const paper = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  await stranded(paper, headings, wrong);
  await context.close();
}

// A heading is alone where its line is the last of a page. Other words can be
// the same, so a line counts only when it is as large as headings are.
async function stranded(paper, headings, wrong) {
  const pdf = await getDocument({ data: new Uint8Array(paper), verbosity: 0 }).promise;
  for (let number = 1; number < pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    const lines = new Map();
    for (const item of items.filter((item) => item.str.trim())) {
      const y = Math.round(item.transform[5]);
      const line = lines.get(y) ?? { text: "", size: 0 };
      line.text += item.str.replace(/\s+/g, "");
      line.size = Math.max(line.size, item.height);
      lines.set(y, line);
    }
    const lowest = lines.get(Math.min(...lines.keys()));
    const usual = 9;
    const heading = headings.find((heading) => lowest && heading.text.endsWith(lowest.text));
    if (heading && lowest.size > usual) wrong.push(`page ${number} ends with a heading: ${lowest.text}`);
  }
}

// What axe-core calls serious or critical.
async function accessible(file, colorScheme, wrong) {
  const context = await browser.newContext({ viewport: WIDE, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`file://${file}`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run());
  for (const { id, impact, nodes } of violations) {
    if (["serious", "critical"].includes(impact)) {
      wrong.push(`${colorScheme}: ${id}, ${nodes.length} times, first ${nodes[0].html.slice(0, 120)}`);
    }
  }
  await context.close();
}
