// How a page is looked at: what it says to the browser, whether it is valid, who could not use it, how wide it is.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { get } from "node:http";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";
import { HtmlValidate } from "html-validate";

const AXE = createRequire(import.meta.url)("axe-core").source;
const PICTURES = fileURLToPath(new URL("pictures/", import.meta.url));
const TALLEST = 4000;
export const SCREENS = { wide: { width: 1280, height: 900 }, narrow: { width: 390, height: 844 } };

const checker = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // Pure style: what a template's own lines leave behind costs nothing once it is compressed.
    "no-trailing-whitespace": "off",
    // Valid, and what is meant: a button without a type sends its form. The list of comments saves the bytes.
    "no-implicit-button-type": "off",
    // Boxes of one list share their name: it is how a form says which of them are ticked.
    "form-dup-name": ["error", { shared: ["radio", "button", "reset", "submit", "checkbox"] }],
  },
});

/** Goes to a page on a wide screen by day; gives its HTML, what it asked of other hosts, and what went wrong in it. */
export async function opens(page, reach, { status, address, t }) {
  const [strangers, complaints] = [[], []];
  // That a page was refused is what the test expects, and the browser says it in these words.
  const expected = `Failed to load resource: the server responded with a status of ${status}`;
  const isExpected = (message) => status !== 200 && message.text().startsWith(expected);
  const listeners = {
    request: (request) => new URL(request.url()).origin === address || strangers.push(request.url()),
    console: (message) => isExpected(message) || complaints.push(message.text()),
    pageerror: (error) => complaints.push(String(error)),
  };
  for (const [event, listener] of Object.entries(listeners)) {
    page.on(event, listener);
    t.after(() => page.off(event, listener));
  }
  await page.setViewportSize(SCREENS.wide);
  await page.emulateMedia({ colorScheme: "light" });
  const response = await reach(page);
  assert.equal(response.status(), status);
  return { html: await response.text(), strangers, complaints };
}

/** Sends a form; gives what the server answers, once the page of it has come. */
export async function answerTo(page, send) {
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await send();
  const response = await answer;
  await response.finished();
  await page.waitForLoadState("load");
  return response;
}

export async function isValid(html) {
  const report = await checker.validateString(html);
  const lines = html.split("\n");
  const place = ({ line, column }) => lines[line - 1].slice(column - 1, column + 80);
  const faults = report.results.flatMap((result) => result.messages);
  assert.deepEqual(faults.map((fault) => `${fault.ruleId}: ${fault.message}: ${place(fault)}`), []);
}

/** What a screen of another width or colour can be a barrier by; all else is the same page. */
export const LOOKS_ALONE = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"];

export async function hasNoBarrier(page, rules) {
  if (await page.evaluate(() => globalThis.axe === undefined)) await page.evaluate(AXE);
  // The size of what one touches is a rule of WCAG 2.2 that axe asks only when told to.
  const whole = { rules: { "target-size": { enabled: true } } };
  const asked = { resultTypes: ["violations"], ...(rules ? { runOnly: { type: "rule", values: rules } } : whole) };
  const { violations, passes } = await page.evaluate((asked) => globalThis.axe.run(asked), asked);
  assert.ok(passes.length > 0, "axe has looked");
  const told = ({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target} ${node.failureSummary}`);
  assert.deepEqual(violations.flatMap(told), []);
}

export async function fits(page) {
  const width = () => [document.documentElement.scrollWidth, document.documentElement.clientWidth];
  const [needs, has] = await page.evaluate(width);
  assert.equal(has, SCREENS.narrow.width);
  assert.ok(needs <= has, `it is ${needs} px wide on a screen of ${has}`);
}

/** Puts a picture of the page into pictures/, where pictures are wanted; of a long one its beginning. */
export async function photograph(page, name) {
  if (!process.env.PICTURES) return;
  const [width, height] = await page.evaluate(() => [innerWidth, document.documentElement.scrollHeight]);
  const clip = { x: 0, y: 0, width, height: Math.min(height, TALLEST) };
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}${name.replaceAll(" ", "-")}.png`, fullPage: true, clip });
}

/** A page or an asset as a browser gets it: its text, and how many bytes of it come over the wire. */
export async function fetched(address) {
  const response = await new Promise((resolve, reject) => {
    get(address, { headers: { "accept-encoding": "br" } }, resolve).on("error", reject);
  });
  assert.equal(response.statusCode, 200);
  assert.equal(response.headers["content-encoding"], "br", `${address} comes compressed`);
  let bytes = 0;
  response.on("data", (chunk) => (bytes += chunk.length));
  const text = (await response.pipe(createBrotliDecompress()).toArray()).join("");
  return { text, bytes };
}
