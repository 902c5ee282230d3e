// What every page owes its readers: valid HTML, no barrier that axe knows of, nothing wider than a telephone, nothing
// from elsewhere, nothing that the browser complains of. Each page is photographed into pictures/, for people to look.

import assert from "node:assert/strict";
import { mkdir, rm } from "node:fs/promises";
import { get } from "node:http";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import { createBrotliDecompress } from "node:zlib";
import { HtmlValidate } from "html-validate";
import { Board, HEADLINE, setsOut, until } from "./support.mjs";

const AXE = createRequire(import.meta.url)("axe-core").source;
const PICTURES = fileURLToPath(new URL("pictures/", import.meta.url));
const SCREENS = { wide: { width: 1280, height: 900 }, narrow: { width: 390, height: 844 } };
const LOOKS = [["wide", "light"], ["wide", "dark"], ["narrow", "dark"], ["narrow", "light"]];

const checker = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // Pure style: what a template's own lines leave behind costs nothing once it is compressed.
    "no-trailing-whitespace": "off",
    // Valid, and what is meant: a button without a type sends its form. The list of comments saves the bytes.
    "no-implicit-button-type": "off",
  },
});

let board, visitor, member, administrator, thread, closed;

before(async () => {
  await rm(PICTURES, { recursive: true, force: true });
  await mkdir(PICTURES);
  board = await Board.open();
  visitor = await board.visitor();
});
after(() => board?.close());

describe("before the board is set up", () => {
  holds("set-up", () => visitor, (page) => page.goto(board.setupLink));
});

describe("with the example discussion", () => {
  before(async () => {
    administrator = await board.setUp();
    member = await board.member("Barnacle");
    thread = await addressOf(HEADLINE);
    closed = await addressOf("The crack in Great Agnes");
    await administrator.goto(closed);
    await administrator.getByRole("button", { name: "Close the thread" }).click();
    await administrator.getByRole("button", { name: "Reopen the thread" }).waitFor();
  });

  holds("front page", () => visitor, (page) => page.goto("/"));
  holds("front page of a member", () => member, (page) => page.goto("/?sort=unread"));
  holds("publication", () => visitor, (page) => page.goto("/p/al-monitor"));
  holds("thread", () => visitor, (page) => page.goto(thread));
  holds("thread that is closed", () => visitor, (page) => page.goto(closed));
  holds("thread of a moderator", () => administrator, (page) => page.goto(closed));
  holds("composer with a quote", () => member, (page) => page.goto(`${thread}/reply?quote=1`));
  holds("preview", () => member, async (page) => {
    await page.goto(`${thread}?page=3`);
    await page.getByLabel("Your comment").fill("| a | b |\n|---|---|\n| 1 | 2 |\n\n> ¶1\n> the arms trade\n\nAnd `code`.");
    const response = await answerTo(page, () => page.getByRole("button", { name: "Preview" }).click());
    await page.getByRole("region", { name: "Preview" }).waitFor();
    return response;
  });
  holds("quote that is not true", () => member, async (page) => {
    await page.goto(`${thread}/reply`);
    await page.getByLabel("Your comment").fill("> #1\n> There's no misunderstanding here.\n\nThen we agree.");
    return answerTo(page, () => page.getByRole("button", { name: "Post comment" }).click());
  }, 422);
  holds("comment that waits", () => member, async (page) => {
    await page.goto(`${thread}/reply?quote=p2`);
    await page.getByLabel("Your comment").press("Control+End");
    await page.keyboard.insertText("A form of compromise, at last.");
    await page.getByRole("button", { name: "Post comment" }).click();
    await page.locator("[data-state=held]").waitFor();
    return page.goto(new URL(page.url()).pathname + new URL(page.url()).search);
  });
  holds("edit", () => member, async (page) => {
    const edit = page.getByRole("link", { name: "Edit or delete" });
    return page.goto(await edit.getAttribute("href"));
  });
  holds("join", () => visitor, (page) => page.goto("/join"));
  holds("sign-in", () => visitor, (page) => page.goto("/sign-in"));
  holds("sign-in that failed", () => visitor, async (page) => {
    await page.goto("/sign-in");
    await page.getByLabel("Name or e-mail").fill("Nobody");
    await page.getByLabel("Password").fill("not the password");
    return answerTo(page, () => page.getByRole("button", { name: "Sign in" }).click());
  }, 422);
  holds("person", () => visitor, (page) => page.goto("/u/CrabbedOne"));
  holds("profile", () => member, (page) => page.goto("/settings/profile"));
  holds("post an article", () => administrator, (page) => page.goto("/articles/new"));
  holds("flag", () => member, (page) => page.goto("/c/1/flag"));
  holds("queue", () => administrator, (page) => page.goto("/queue"));
  holds("queue with a held edit", () => administrator, async (page) => {
    await page.goto("/queue");
    return page.goto(await page.locator("[data-item]", { hasText: "Fenwick" }).getAttribute("href"));
  });
  holds("queue after a decision", () => administrator, async (page) => {
    await answerTo(page, () => page.getByRole("button", { name: "Approve" }).click());
    return page.goto("/queue");
  });
  holds("history", () => visitor, async (page) => {
    await setsOut(page, "The crack in Great Agnes");
    return page.goto(await page.getByRole("link", { name: "edited" }).first().getAttribute("href"));
  });
  holds("decided", () => administrator, (page) => page.goto("/moderation/decided"));
  holds("log", () => administrator, (page) => page.goto("/moderation/log"));
  holds("settings of the board", () => administrator, (page) => page.goto("/admin/board"));
  holds("not found", () => visitor, (page) => page.goto("/nowhere"), 404);

  test("the open case stands in sight in the list of a telephone", async () => {
    const page = administrator;
    await page.setViewportSize(SCREENS.narrow);
    await page.goto("/queue");
    await page.goto(await page.locator("[data-item]").last().getAttribute("href"));
    const [open, list] = [page.locator("[data-item][aria-current]"), page.getByRole("navigation", { name: "Waiting" })];
    const isInside = async () => {
      const [{ y, height }, around] = [await open.boundingBox(), await list.boundingBox()];
      return y >= around.y - 1 && y + height <= around.y + around.height + 1;
    };
    await until(isInside, () => "the open case is out of sight");
  });

  test("a thread of 50 comments is light", async () => {
    const { text, bytes } = await fetched(thread);
    assert.equal(text.match(/<article class="comment/g).length, 50);
    assert.ok(bytes <= 15 * 1024, `its HTML is ${bytes} bytes`);
    const asset = (pattern) => Promise.all([...text.matchAll(pattern)].map(([, path]) => fetched(path)));
    const weight = (assets) => assets.reduce((sum, { bytes: own }) => sum + own, 0);
    const [styles, scripts] = [await asset(/<link rel="stylesheet" href="([^"]+)"/g), await asset(/<script [^>]*src="([^"]+)"/g)];
    assert.ok(styles.length > 0 && weight(styles) <= 10 * 1024, `its style is ${weight(styles)} bytes`);
    assert.ok(scripts.length > 0 && weight(scripts) <= 10 * 1024, `its scripts are ${weight(scripts)} bytes`);
  });
});

/** Looks from all sides at a page that somebody has reached. */
function holds(name, who, reach, status = 200) {
  test(name, async (t) => {
    const page = who();
    const { html, strangers, complaints } = await opens(page, reach, status);
    await t.test("is valid HTML", () => isValid(html));
    const papers = new Set();
    for (const [width, colorScheme] of LOOKS) {
      await page.setViewportSize(SCREENS[width]);
      await page.emulateMedia({ colorScheme });
      papers.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      await photograph(page, `${PICTURES}${name.replaceAll(" ", "-")}-${width}-${colorScheme}.png`);
      if (width === "narrow" && colorScheme === "dark") continue;
      await t.test(`has no barrier, ${width} and ${colorScheme}`, () => hasNoBarrier(page));
    }
    await t.test("is not wider than a telephone", () => fits(page));
    assert.equal(papers.size, 2, "its paper is light or dark, as the reader wants it");
    assert.deepEqual(strangers, [], "it asks nobody else for anything");
    assert.deepEqual(complaints, [], "the browser complains of nothing");
  });
}

async function opens(page, reach, status) {
  const strangers = [];
  const complaints = [];
  // That a page was refused is what the test expects, and the browser says it in these words.
  const expected = `Failed to load resource: the server responded with a status of ${status}`;
  const isExpected = (message) => status !== 200 && message.text().startsWith(expected);
  page.removeAllListeners();
  page.on("request", (request) => new URL(request.url()).origin === board.address || strangers.push(request.url()));
  page.on("console", (message) => isExpected(message) || complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.setViewportSize(SCREENS.wide);
  await page.emulateMedia({ colorScheme: "light" });
  const response = await reach(page);
  assert.equal(response.status(), status);
  return { html: await response.text(), strangers, complaints };
}

/** What the server answers to the form that this sends, when the page has come. */
async function answerTo(page, send) {
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await send();
  const response = await answer;
  await response.finished();
  await page.waitForLoadState("load");
  return response;
}

async function addressOf(headline) {
  await setsOut(visitor, headline);
  return new URL(visitor.url()).pathname;
}

async function isValid(html) {
  const report = await checker.validateString(html);
  const lines = html.split("\n");
  const place = ({ line, column }) => lines[line - 1].slice(column - 1, column + 80);
  const faults = report.results.flatMap((result) => result.messages);
  assert.deepEqual(faults.map((fault) => `${fault.ruleId}: ${fault.message}: ${place(fault)}`), []);
}

async function photograph(page, path) {
  const [width, height] = await page.evaluate(() => [innerWidth, Math.min(document.documentElement.scrollHeight, 4000)]);
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height } });
}

async function hasNoBarrier(page) {
  if (await page.evaluate(() => globalThis.axe === undefined)) await page.evaluate(AXE);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  assert.ok(passes.length > 0, "axe has looked");
  const barriers = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target} ${node.failureSummary}`));
  assert.deepEqual(barriers, []);
}

async function fits(page) {
  const width = () => [document.documentElement.scrollWidth, document.documentElement.clientWidth];
  const [needs, has] = await page.evaluate(width);
  assert.equal(has, SCREENS.narrow.width);
  assert.ok(needs <= has, `it is ${needs} px wide on a screen of ${has}`);
}

/** A page or an asset as a browser gets it: its text, and how many bytes came over the wire. */
async function fetched(path) {
  const response = await new Promise((resolve, reject) => {
    get(new URL(path, board.address), { headers: { "accept-encoding": "br" } }, resolve).on("error", reject);
  });
  assert.equal(response.statusCode, 200);
  assert.equal(response.headers["content-encoding"], "br", `${path} comes compressed`);
  let bytes = 0;
  response.on("data", (chunk) => (bytes += chunk.length));
  const text = (await response.pipe(createBrotliDecompress()).toArray()).join("");
  return { text, bytes };
}
