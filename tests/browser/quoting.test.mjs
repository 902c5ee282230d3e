// Three quotes from two pages of a thread in one comment: with a mouse, with a finger, with keys alone,
// and without JavaScript.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Board, HEADLINE, addressOf, until } from "./support.mjs";

const PHONE = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } };

let board, visitor, thread;

before(async () => {
  board = await Board.open();
  visitor = await board.visitor();
  await board.setUp();
  thread = await addressOf(visitor, HEADLINE);
});
after(() => board?.close());

const composer = (page) => page.getByLabel("Your comment");
const bar = (page) => page.getByRole("group", { name: "The selected words" });
const says = (page, words) => page.getByRole("status").getByText(words).waitFor();
const paragraph = (page, number) => page.locator(`#c${number} .prose > p`).first();

/** As a drag over words would leave it; what selects is not what these tests are about. */
const selects = (locator, from = 0, to = Infinity) =>
  locator.evaluate((element, [start, end]) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let at = 0;
    for (let node; (node = texts.nextNode()); at += node.length) {
      if (start >= at && start <= at + node.length) range.setStart(node, start - at);
      range.setEnd(node, Math.min(node.length, Math.max(0, (end ?? Infinity) - at)));
      if ((end ?? Infinity) <= at + node.length) break;
    }
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }, [from, to]);

/** A draft is there for the next page once the server has it. */
const kept = (page) => page.getByText(/^Draft saved/).waitFor();

/** The quotes of one's comment that waits, as it stands at the end of the thread: what each names, and how true it is. */
async function sent(page, words) {
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(words);
  await page.getByRole("button", { name: "Post comment" }).click();
  const own = page.locator("[data-state=held]", { hasText: words });
  await own.waitFor();
  const told = (figure) => [figure.dataset.source, figure.dataset.fidelity];
  return own.locator("figure.quote").evaluateAll((figures, told) => figures.map(eval(told)), String(told));
}

const THREE = (first, second) => [["¶1", "verbatim"], [first, "verbatim"], [second, "verbatim"]];

describe("quoting what one selects", () => {
  test("with a mouse, from the article and from comments of two pages", async () => {
    const page = await board.member("Mussel");
    await page.goto(thread);
    // Three presses select a paragraph.
    await page.locator("#p1 p").click({ clickCount: 3 });
    await bar(page).waitFor();
    await bar(page).getByRole("button", { name: "Quote and read on" }).click();
    await says(page, "Quoted ¶1 in your draft.");
    await paragraph(page, 3).click({ clickCount: 3 });
    await bar(page).getByRole("button", { name: "Quote and read on" }).click();
    await says(page, "Quoted #3 in your draft.");
    assert.equal(await page.evaluate(() => [...CSS.highlights.get("held")].length), 2, "both are marked");
    await kept(page);
    await page.goto(`${thread}?page=2`);
    assert.equal((await composer(page).inputValue()).match(/^>/gm).length >= 4, true, "the draft came along");
    await paragraph(page, 52).scrollIntoViewIfNeeded();
    const box = await paragraph(page, 52).boundingBox();
    await page.mouse.move(box.x + 1, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 4, box.y + box.height - 6, { steps: 5 });
    assert.equal(await bar(page).count(), 0, "nothing stands in the way of a drag");
    await page.mouse.up();
    await bar(page).getByRole("button", { name: "Quote", exact: true }).click();
    await until(() => composer(page).evaluate((body) => body === document.activeElement), () => "no caret");
    assert.deepEqual(await sent(page, "These three do not go together."), THREE("#3", "#52"));
  });

  test("with a finger: below the words, which stay selected", async () => {
    const page = await board.member("Oyster", PHONE);
    await page.goto(thread);
    await page.locator("h1").tap();
    await selects(paragraph(page, 3));
    await bar(page).waitFor();
    const below = async () => {
      const [words, buttons] = [await paragraph(page, 3).boundingBox(), await bar(page).boundingBox()];
      return buttons.y >= words.y + words.height && buttons.x >= 0 && buttons.x + buttons.width <= 390;
    };
    assert.ok(await below());
    await bar(page).getByRole("button", { name: "Quote and read on" }).tap();
    await says(page, "Quoted #3 in your draft.");
    assert.ok((await page.evaluate(() => String(getSelection()))).length > 20, "the words are still selected");
    await selects(page.locator("#p1 p"), 0, 60);
    await bar(page).getByRole("button", { name: "Quote and read on" }).tap();
    await kept(page);
    await page.goto(`${thread}?page=2`);
    await selects(paragraph(page, 52));
    await bar(page).getByRole("button", { name: "Quote", exact: true }).tap();
    await until(() => composer(page).evaluate((body) => body === document.activeElement), () => "no caret");
    const quotes = await sent(page, "Written on the quay.");
    assert.deepEqual(quotes.map(([, fidelity]) => fidelity), ["verbatim", "verbatim", "verbatim"]);
  });

  test("with keys alone", async () => {
    const page = await board.member("Scallop");
    await page.goto(thread);
    await selects(page.locator("#p1 p"));
    await page.keyboard.press("Shift+Q");
    await says(page, "Quoted ¶1 in your draft.");
    await selects(paragraph(page, 3));
    await page.keyboard.press("Shift+Q");
    await says(page, "Quoted #3 in your draft.");
    await kept(page);
    await page.goto(`${thread}?page=2`);
    await page.keyboard.press("q");
    assert.doesNotMatch(await composer(page).inputValue(), /#52/, "nothing is selected");
    await selects(paragraph(page, 52));
    await page.keyboard.press("q");
    await until(() => composer(page).evaluate((body) => body === document.activeElement), () => "no caret");
    const before = await composer(page).inputValue();
    await page.keyboard.press("q");
    assert.equal(await composer(page).inputValue(), `${before}q`, "in the composer it is a letter");
    await page.keyboard.press("Backspace");
    assert.deepEqual(await sent(page, "No mouse was needed."), THREE("#3", "#52"));
  });

  test("what has not reached the board comes along to the next page, and is kept there", async () => {
    const page = await board.member("Nautilus");
    await page.goto(thread);
    await page.route("**/draft", (route) => route.abort());
    await selects(page.locator("#p1 p"));
    await page.keyboard.press("Shift+Q");
    await says(page, "Quoted ¶1 in your draft.");
    await selects(paragraph(page, 3));
    await page.keyboard.press("Shift+Q");
    await says(page, "Quoted #3 in your draft.");
    await page.getByText("The draft could not be saved").waitFor();
    const typed = await composer(page).inputValue();
    await page.unroute("**/draft");
    await page.goto(`${thread}?page=2`);
    assert.equal(await composer(page).inputValue(), typed);
    await kept(page);
    await page.goto(thread);
    assert.equal((await composer(page).inputValue()).trim(), typed.trim(), "the board has it, too");
  });

  test("without JavaScript, by links that lead back to where one was reading", async () => {
    const page = await board.member("Barnacle", { javaScriptEnabled: false });
    const keeps = async (where) => {
      const from = page.url();
      await where.getByRole("link", { name: /^Quote( ¶1)?$/ }).click();
      await page.getByRole("button", { name: "Keep it and read on" }).click();
      assert.equal(page.url().split("#")[0], from.split("#")[0], "the same page of the thread");
      assert.ok(await where.evaluate((it) => Math.abs(it.getBoundingClientRect().top) < innerHeight), "the same place");
    };
    await page.goto(thread);
    await keeps(page.locator("#p1"));
    await keeps(page.locator("#c3"));
    await page.goto(`${thread}?page=2`);
    await page.locator("#c52").getByRole("link", { name: "Quote" }).click();
    assert.match(await composer(page).inputValue(), /^> ¶1\n[^]+^> #3\n[^]+^> #52\n/m);
    assert.deepEqual(await sent(page, "Written without a script."), THREE("#3", "#52"));
  });

  test("goes to the caret, and what is typed already stays", async () => {
    const page = await board.member("Winkle");
    await page.goto(thread);
    await composer(page).fill("Before it.\n\nAfter it.");
    await composer(page).evaluate((body) => body.setSelectionRange(6, 6));
    await page.locator("#c3").getByRole("link", { name: "Quote" }).click();
    await until(async () => /#3/.test(await composer(page).inputValue()), () => "no quote");
    assert.match(await composer(page).inputValue(), /^Before it\.\n\n> #3\n> [^]+\n\nAfter it\.$/);
    assert.match(page.url(), /the-russian-iranian/);
    await page.getByRole("checkbox", { name: "in reply to #3" }).waitFor();
  });

  test("over two comments takes whole blocks, and never the line between them", async () => {
    const page = await board.member("Cockle");
    await page.goto(thread);
    await page.evaluate(() => {
      const [from, to] = [3, 4].map((number) => document.querySelector(`#c${number} .prose > p`));
      getSelection().setBaseAndExtent(from.firstChild, 5, to.firstChild, 9);
    });
    await bar(page).getByRole("button", { name: "Quote and read on" }).click();
    await says(page, "Quoted #3 in your draft.");
    const text = await composer(page).inputValue();
    const words = (number) => paragraph(page, number).innerText();
    const quoted = text.replace(/^> ?/gm, "").replace(/\s+/g, " ");
    for (const number of [3, 4]) assert.ok(quoted.includes((await words(number)).replace(/\s+/g, " ")), `#${number}`);
    assert.doesNotMatch(text, /Recommend|Flag/);
  });

  test("marks that mean something in Markdown stay themselves", async () => {
    const page = await board.member("Periwinkle");
    await page.goto(thread);
    const nasty = "1. *not* a _list_ [or](a link) `or` code\\ <b>";
    await paragraph(page, 3).evaluate((element, words) => (element.textContent = words), nasty);
    await selects(paragraph(page, 3));
    await page.keyboard.press("Shift+Q");
    await says(page, "Quoted #3 in your draft.");
    const text = (await composer(page).inputValue()).replace(/^> #3\n/, "");
    await composer(page).fill(`${text}\n\nAs it was.`);
    await page.getByRole("button", { name: "Preview" }).click();
    const preview = page.getByRole("region", { name: "Preview" });
    await preview.waitFor();
    assert.equal((await preview.locator("blockquote").innerText()).trim(), nasty);
  });

  test("words outside of texts are not quoted", async () => {
    await visitor.goto(thread);
    await selects(visitor.locator("#c3 .byline"));
    await visitor.keyboard.press("q");
    await selects(visitor.locator("h1"));
    await visitor.keyboard.press("q");
    assert.equal(await composer(visitor).inputValue(), "");
  });
});
