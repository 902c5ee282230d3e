// The one whole way through the board, once with scripts and once without: set-up, example, join, quote, held,
// approved, read, taken back. Then what else a writer and a moderator meet on that way.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Board, HEADLINE, NAME, readsLastPageOf, setsOut, until } from "./support.mjs";

const ANSWER = "Expedient, yes; but an airfield is lent to a friend, and billed to a client.";
const FALSE_QUOTE = "> #1\n> There's no misunderstanding here at all.\n\nThen we agree.";

/** How a moderator works: with keys, or with links and buttons alone. */
const hands = {
  keys: {
    next: (page) => page.keyboard.press("j"),
    approve: (page) => page.keyboard.press("a"),
    undo: (page) => page.keyboard.press("u"),
    rejectAsSpam: async (page) => {
      await page.keyboard.press("r");
      await page.getByRole("button", { name: "Spam" }).waitFor();
      await page.keyboard.press("4");
    },
  },
  buttons: {
    next: (page) => page.locator("[data-item][aria-current] + [data-item]").click(),
    approve: (page) => page.getByRole("button", { name: "Approve" }).click(),
    undo: (page) => page.getByRole("button", { name: "Undo last" }).click(),
    rejectAsSpam: async (page) => {
      await page.locator("summary", { hasText: "Reject…" }).click();
      await page.getByRole("button", { name: "Spam" }).click();
    },
  },
};

for (const [manner, javaScriptEnabled] of [["keys", true], ["buttons", false]]) {
  const hand = hands[manner];
  const wearing = { javaScriptEnabled };

  describe(`a board ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    let board, administrator;
    before(async () => (board = await Board.open()));
    after(() => board?.close());

    test("is set up with the example discussion on it", async () => {
      administrator = await board.setUp(wearing);
      assert.equal(await administrator.locator("a.brand").innerText(), `${NAME}.`);
      assert.equal(await administrator.locator("article.row").count(), 12);
      await administrator.getByRole("link", { name: HEADLINE }).click();
      const crabbed = administrator.locator("#c1");
      assert.equal(await crabbed.locator(".name").innerText(), "CrabbedOne");
      assert.equal(await crabbed.locator(".tag").innerText(), "Walking sideways snippily");
      assert.match(await crabbed.locator(".cite").innerText(), /^In Al Monitor /);
      assert.equal(await crabbed.locator("figure.quote[data-fidelity=verbatim]").count(), 3);
      assert.equal((await fetch(board.setupLink)).status, 404, "the link works once");
    });

    test("holds a first comment that quotes, publishes it by one press, takes it back by another", async () => {
      const [author, reader] = [await board.member("Barnacle", wearing), await board.visitor(wearing)];
      const last = await readsLastPageOf(reader, HEADLINE);

      await setsOut(author, HEADLINE);
      await quotesCrabbedOne(author);
      // A script has put the caret below the quote already.
      if (!javaScriptEnabled) await author.keyboard.press("Control+End");
      await author.keyboard.insertText(ANSWER);
      await author.getByRole("button", { name: "Post comment" }).click();
      const held = author.locator("[data-state=held]");
      await held.getByText(ANSWER).waitFor();
      assert.match(await held.innerText(), /waiting for a moderator, only you see this/i);
      assert.equal(await readsLastPageOf(reader, HEADLINE), last);
      assert.equal(await reader.getByText(ANSWER).count(), 0);

      await goesToNewestCase(administrator, hand);
      const waiting = await administrator.locator("[data-case]").innerText();
      assert.match(waiting, /Barnacle[^]*First comment/);
      await hand.approve(administrator);
      await administrator.getByRole("status").getByText("Approved: readers see it.").waitFor();

      assert.equal(await readsLastPageOf(reader, HEADLINE), last + 1, "it is the thread's last");
      const published = reader.locator(`#c${last + 1}`);
      assert.equal(await published.locator(".name").innerText(), "Barnacle");
      assert.ok((await published.innerText()).includes(ANSWER));
      const quote = published.locator("figure.quote");
      assert.equal(await quote.getAttribute("data-fidelity"), "verbatim");
      assert.equal(await quote.getAttribute("data-source"), "#1");
      assert.match(await quote.innerText(), /CrabbedOne[^]*There's a basic misunderstanding here\./);

      await hand.undo(administrator);
      await administrator.getByRole("status").getByText("Taken back").waitFor();
      assert.equal(await readsLastPageOf(reader, HEADLINE), last + 1, "a stub keeps the number");
      assert.equal(await reader.getByText(ANSWER).count(), 0, "its words are gone");
      assert.equal(await reader.locator(`#c${last + 1}.stub`).count(), 1);
    });

    test("tells an author why a comment was rejected, where it stood", async () => {
      const author = await board.member("Limpet", wearing);
      await setsOut(author, HEADLINE);
      await author.getByLabel("Your comment").fill("Buy my sea shells, by the sea shore.");
      await author.getByRole("button", { name: "Post comment" }).click();
      await author.locator("[data-state=held]").waitFor();

      await administrator.goto("/queue");
      await administrator.locator("[data-item]", { hasText: "Limpet" }).click();
      await administrator.locator("[data-case]", { hasText: "sea shells" }).waitFor();
      await hand.rejectAsSpam(administrator);
      await administrator.getByRole("status").getByText("Rejected: readers do not see it").waitFor();

      await author.reload();
      const rejected = author.locator("[data-state=rejected]");
      assert.match(await rejected.innerText(), /Not published, only you see this\. It advertises something/);
      assert.match(await rejected.innerText(), /Buy my sea shells/);
    });

    test("shows a comment before it is sent", async () => {
      const author = await board.member("Whelk", wearing);
      await setsOut(author, HEADLINE);
      const thread = author.url();
      await author.getByLabel("Your comment").fill("A *small* point.\n\n> ¶1\n> the arms trade");
      await author.getByRole("button", { name: "Preview" }).click();
      const preview = author.getByRole("region", { name: "Preview" });
      assert.equal(await preview.locator("em").innerText(), "small");
      assert.equal(await preview.locator("figure.quote").getAttribute("data-source"), "¶1");
      assert.equal(author.url() === thread, javaScriptEnabled, "in place with a script, else on a page");
      assert.match(await author.getByLabel("Your comment").inputValue(), /^A \*small\* point\./);
    });

    test("posts nothing under a name that did not say it, until the writer has chosen", async () => {
      const author = await board.member("Cockle", wearing);
      await setsOut(author, HEADLINE);
      await author.getByLabel("Your comment").fill(FALSE_QUOTE);
      const answer = author.waitForResponse((response) => response.request().method() === "POST");
      await author.getByRole("button", { name: "Post comment" }).click();
      assert.equal((await answer).status(), 422);
      const doubt = author.getByRole("group", { name: /^Quote 1: the words do not stand in/ });
      assert.match(await doubt.innerText(), /What stands there\s+There's\s+\(not in your quote:\s+a basic\s+\)\s+misunderstanding here/);
      assert.equal(await author.getByLabel("Your comment").inputValue(), FALSE_QUOTE, "the text is kept");
      await doubt.getByLabel("Use the source’s words").check();
      await author.getByRole("button", { name: "Post comment" }).click();
      const quote = author.locator("[data-state=held] figure.quote");
      assert.match(await quote.innerText(), /There's a basic misunderstanding here/);
      assert.equal(await quote.getAttribute("data-fidelity"), "verbatim");
    });

    if (javaScriptEnabled) {
      test("keeps what is being written, and has it when the writer comes back", async () => {
        const words = "I shall finish this after the tide.";
        const author = await board.member("Periwinkle");
        await setsOut(author, HEADLINE);
        await author.getByLabel("Your comment").fill(words);
        await author.getByText(/^Draft saved \d\d:\d\d$/).waitFor();
        await author.reload();
        assert.equal(await author.getByLabel("Your comment").inputValue(), words);
        const elsewhere = await author.context().newPage();
        await setsOut(elsewhere, HEADLINE);
        await elsewhere.getByText("We kept this for you.").waitFor();
        assert.equal(await elsewhere.getByLabel("Your comment").inputValue(), words);
        // More than a browser sends from a page that is being left.
        const long = "نان و پنیر، دریا و باد. ".repeat(800).trim();
        await elsewhere.getByLabel("Your comment").fill(long);
        await elsewhere.getByText(/^Draft saved/).waitFor();
        await elsewhere.reload();
        assert.equal((await elsewhere.getByLabel("Your comment").inputValue()).trim(), long);
      });
    }
  });
}

/** Presses Quote under CrabbedOne's comment, which brings the composer with his words in it. */
async function quotesCrabbedOne(author) {
  await author.locator("#c1").getByRole("link", { name: "Quote", exact: true }).click();
  const text = author.getByLabel("Your comment");
  // A script puts it into the composer of the page; the link leads to one of its own.
  await until(async () => /#1/.test(await text.inputValue()), () => "nothing is quoted");
  assert.match(await text.inputValue(), /^> #1\n> There's a basic misunderstanding here\./);
  assert.ok(await author.getByLabel("in reply to #1").isChecked());
  await until(() => text.evaluate((it) => it === document.activeElement), () => "the text has not the focus");
}

/** Goes from the oldest case, which the queue shows first, to the newest one. */
async function goesToNewestCase(moderator, hand) {
  await moderator.goto("/queue");
  const items = await moderator.locator("[data-item]").count();
  for (let at = 1; at < items; at += 1) {
    const shown = await moderator.locator("[data-case]").getAttribute("data-case");
    await hand.next(moderator);
    await moderator.locator(`[data-case]:not([data-case="${shown}"])`).waitFor();
  }
}
