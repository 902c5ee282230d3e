// What happens elsewhere says so on the pages that are open, moves nothing of what one reads, and comes at a press.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Board, addressOf, until } from "./support.mjs";

const HEADLINE = "What the lamp room kept";
const FIRST = "The keeper's log says otherwise.";

let board, administrator, turnstone, thread;

before(async () => {
  board = await Board.open();
  administrator = await board.setUp({ example: false });
  await administrator.goto("/articles/new");
  await administrator.getByLabel("Headline").fill(HEADLINE);
  await administrator.getByLabel("Text or excerpt").fill("The light went out at nine.\n\nNobody has said why.");
  await administrator.getByRole("button", { name: "Post the article" }).click();
  await administrator.getByRole("heading", { name: HEADLINE, level: 1 }).waitFor();
  turnstone = await board.member("Turnstone");
  thread = await addressOf(turnstone, HEADLINE);
});
after(() => board?.close());

/** Writes a comment, and is led to where it stands. */
async function says(page, words) {
  await page.goto(thread);
  await page.getByLabel("Your comment").fill(words);
  await page.getByRole("button", { name: "Post comment" }).click();
  await page.locator("article.comment", { hasText: words }).waitFor();
}

const news = (page) => page.locator(".news a");
const placeOf = (locator) => locator.boundingBox();

test("the queue says that there is a new case, and lists it at a press", async () => {
  await administrator.goto("/queue");
  const heading = administrator.getByRole("heading", { name: "All done" });
  await heading.waitFor();
  assert.equal(await news(administrator).count(), 0);
  const before = await placeOf(heading);
  await says(turnstone, FIRST);
  await news(administrator).waitFor();
  assert.equal(await news(administrator).innerText(), "1 new case");
  assert.deepEqual(await placeOf(heading), before, "nothing moved");
  assert.equal(await administrator.locator("[data-item]").count(), 0);
  await administrator.keyboard.press("Tab");
  await news(administrator).press("Enter");
  await administrator.locator("[data-item]", { hasText: "Turnstone" }).waitFor();
  await until(async () => (await news(administrator).count()) === 0, () => "it is said still");
  await administrator.locator("[data-item]").click();
  await administrator.getByRole("button", { name: "Approve" }).click();
  await administrator.getByRole("status").getByText("Approved: readers see it.").waitFor();
});

test("two people see each other's comments arrive, and nothing moves", async () => {
  const reader = await board.visitor({ viewport: { width: 390, height: 700 } });
  await reader.goto(thread);
  await turnstone.goto(thread);
  const text = turnstone.getByLabel("Your comment");
  await text.fill("Half a sen");
  const places = () => Promise.all([placeOf(text), placeOf(turnstone.locator("#c1")), placeOf(reader.locator("#c1"))]);
  const before = await places();

  await says(administrator, "The log was written later.");
  for (const page of [turnstone, reader]) {
    await news(page).waitFor();
    assert.equal(await news(page).innerText(), "1 new comment ↓");
    assert.equal(await page.locator("#c2").count(), 0);
  }
  assert.deepEqual(await places(), before, "nothing moved");
  await says(administrator, "By another hand.");
  await until(async () => (await news(reader).innerText()) === "2 new comments ↓", () => "the second is not told");

  await news(reader).click();
  await reader.locator("#c3").waitFor();
  assert.deepEqual(await reader.locator("article.comment").evaluateAll((all) => all.map(({ id }) => id)), ["c1", "c2", "c3"]);
  assert.equal(await reader.locator("#comments").innerText(), "3 comments");
  assert.deepEqual(await placeOf(reader.locator("#c1")), before[2], "it comes below what one reads");

  await news(turnstone).click();
  await turnstone.locator("#c3", { hasText: "By another hand." }).waitFor();
  assert.equal(await text.inputValue(), "Half a sen");
  await text.fill("Half a sentence.");
  await turnstone.getByRole("button", { name: "Post comment" }).click();
  await turnstone.locator("article.comment", { hasText: "Half a sentence." }).waitFor();
  if (await turnstone.locator("[data-state=held]").count()) {
    await administrator.goto("/queue");
    await administrator.getByRole("button", { name: "Approve" }).click();
    await administrator.getByRole("status").getByText("Approved: readers see it.").waitFor();
  }
  await reader.locator(".news a", { hasText: "1 new comment ↓" }).waitFor();
  await news(reader).press("Enter");
  await reader.locator("#c4", { hasText: "Half a sentence." }).waitFor();
  // Who has seen it is told no more of it.
  await reader.locator("#c4").scrollIntoViewIfNeeded();
  await until(async () => (await news(reader).count()) === 0, () => "it is said still");
});

test("a stream that breaks comes back and misses nothing", async () => {
  const reader = await board.visitor();
  await reader.goto(thread);
  const last = Number(await reader.locator("[data-follows]").getAttribute("data-known"));
  await board.restart();
  await says(administrator, "While nobody was listening.");
  await reader.locator(".news a", { hasText: "1 new comment ↓" }).waitFor({ timeout: 60_000 });
  await news(reader).click();
  await reader.locator(`#c${last + 1}`, { hasText: "While nobody was listening." }).waitFor();
});

test("without JavaScript nothing is missing but the surprise", async () => {
  const reader = await board.visitor({ javaScriptEnabled: false });
  await reader.goto(thread);
  assert.equal(await reader.locator(".news").innerText(), "");
  await says(administrator, "One more.");
  await reader.reload();
  await reader.locator("article.comment", { hasText: "One more." }).waitFor();
});
