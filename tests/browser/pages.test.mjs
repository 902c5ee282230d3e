// What every page owes its readers: valid HTML, no barrier that axe knows of, nothing wider than a telephone,
// nothing from elsewhere, nothing that the browser complains of. `bin/test pictures` photographs each, to be looked at.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { LOOKS_ALONE, SCREENS, answerTo, fetched, fits, hasNoBarrier, isValid, opens, photograph } from "./looking.mjs";
import { Board, HEADLINE, PASSWORD, addressOf, setsOut, until } from "./support.mjs";

const LOOKS = [["wide", "light"], ["wide", "dark"], ["narrow", "dark"], ["narrow", "light"]];

let board, visitor, member, administrator, thread, closed, corrected;

before(async () => {
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
    thread = await addressOf(visitor, HEADLINE);
    closed = await addressOf(visitor, "The crack in Great Agnes");
    await administrator.goto(closed);
    await administrator.getByRole("button", { name: "Close the thread" }).click();
    await administrator.getByRole("button", { name: "Reopen the thread" }).waitFor();
    corrected = await addressOf(visitor, "The drowned archive of Marlhythe was drying in a barn");
    await administrator.goto(corrected);
    await administrator.getByRole("link", { name: "Correct the article" }).click();
    const text = administrator.getByLabel("Text or excerpt");
    await text.fill((await text.inputValue()).replace("paid eleven pounds", "paid twelve pounds"));
    await administrator.getByRole("button", { name: "Save the correction" }).click();
    await administrator.getByText("The article is corrected").waitFor();
  });

  holds("front page", () => visitor, (page) => page.goto("/"));
  holds("front page of a member", () => member, (page) => page.goto("/?sort=unread"));
  holds("forgotten password", () => visitor, (page) => page.goto("/password/forgotten"));
  holds("link that is used up", () => visitor, (page) => page.goto("/password/reset/AAAA"), 404);
  holds("settings of the e-mail", () => member, (page) => page.goto("/settings/email"));
  holds("mails of the board", () => administrator, (page) => page.goto("/admin/mail"));
  holds("metrics", () => administrator, (page) => page.goto("/admin/metrics"));
  holds("a mail", () => administrator, async (page) => {
    await page.goto("/admin/mail");
    await page.getByRole("link", { name: "Please confirm your address" }).first().click();
    return page.goto(page.url());
  });
  holds("search", () => visitor, async (page) => {
    await until(async () => {
      await page.goto("/search?q=alliance");
      return (await page.locator("li.hit").count()) > 0;
    }, () => "nothing is found yet", 30_000);
    await page.getByText("How to ask").click();
    return page.goto(page.url());
  });
  holds("search that cannot be asked", () => visitor, (page) => page.goto("/search?q=-alliance"), 422);
  holds("search of a moderator", () => administrator, (page) => page.goto("/search?what=all&q=alliance"));
  holds("publication", () => visitor, (page) => page.goto("/p/al-monitor"));
  holds("thread", () => visitor, (page) => page.goto(thread));
  holds("thread of one passage", () => visitor, async (page) => {
    await page.goto(thread);
    return page.goto(await page.locator(".rail ol a").first().getAttribute("href"));
  });
  holds("thread of a passage that nobody quotes", () => visitor, (page) => page.goto(`${thread}?passage=p1-0-1`));
  holds("thread that is closed", () => visitor, (page) => page.goto(closed));
  holds("thread of a moderator", () => administrator, (page) => page.goto(closed));
  holds("composer with a quote", () => member, (page) => page.goto(`${thread}/reply?quote=1`));
  holds("preview", () => member, async (page) => {
    await page.goto(`${thread}?page=3`);
    const text = ["| | b |\n|---|--:|\n| 1 | 2 |", "> ¶1\n> the arms trade", "And `code`."].join("\n\n");
    await page.getByLabel("Your comment").fill(text);
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
  holds("own password", () => member, (page) => page.goto("/settings/password"));
  holds("two steps", () => member, (page) => page.goto("/settings/two-step"));
  holds("two steps begun", () => member, async (page) => {
    await page.goto("/settings/two-step");
    await page.getByLabel("Your password").fill(PASSWORD);
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByRole("img", { name: /QR/ }).waitFor();
    return page.goto("/settings/two-step");
  });
  holds("notifications", () => member, (page) => page.goto("/settings/notifications"));
  holds("notifications of a moderator", () => administrator, async (page) => {
    await page.goto("/settings/notifications");
    return answerTo(page, () => page.getByRole("button", { name: "Make an address" }).click());
  });
  holds("inbox", () => member, (page) => page.goto("/inbox"));
  holds("own data", () => member, (page) => page.goto("/settings/data"));
  holds("sessions", () => member, (page) => page.goto("/settings/sessions"));
  holds("article that waits", () => member, async (page) => {
    await administrator.goto("/admin/board");
    await administrator.getByLabel("Who may post articles").selectOption("new");
    await administrator.getByRole("button", { name: "Keep" }).first().click();
    await administrator.getByText("The settings are kept").waitFor();
    await page.goto("/articles/new");
    await page.getByLabel("Headline").fill("What only a numbskull would build on a mudflat");
    await page.getByLabel("Publication").fill("The Marl Gazette");
    await page.getByLabel("Link").fill("https://marl.example/mudflat");
    await page.getByLabel("Written by").fill("A. Marsh");
    await page.getByLabel("Text or excerpt").fill("The pier has sunk a hand's breadth since spring.\n\nNobody asked a numbskull like me.");
    await page.getByRole("button", { name: "Post the article" }).click();
    await page.locator("[data-state=held]").waitFor();
    return page.goto(new URL(page.url()).pathname);
  });
  holds("post an article while one waits", () => member, (page) => page.goto("/articles/new"));
  holds("queue with a held article", () => administrator, (page) => page.goto("/queue?kind=held_article"));
  holds("article that was not published", () => member, async (page) => {
    await administrator.getByText("Reject…").click();
    await administrator.locator("#note").fill("Tell us what it says, and leave the insult out.");
    await administrator.getByRole("button", { name: /Off topic|Off-topic/ }).click();
    await administrator.locator(".told", { hasText: "Rejected:" }).waitFor();
    await page.goto("/articles/new");
    return page.goto(await page.getByRole("link", { name: /numbskull/ }).getAttribute("href"));
  });
  holds("post an article", () => administrator, (page) => page.goto("/articles/new"));
  holds("correct an article", () => administrator, async (page) => {
    await page.goto(corrected);
    return page.goto(await page.getByRole("link", { name: "Correct the article" }).getAttribute("href"));
  });
  holds("correction that is stale", () => administrator, async (page) => {
    await page.goto(corrected);
    await page.goto(await page.getByRole("link", { name: "Correct the article" }).getAttribute("href"));
    await page.locator("input[name=revision]").evaluate((field) => { field.value = "1"; });
    return answerTo(page, () => page.getByRole("button", { name: "Save the correction" }).click());
  }, 409);
  holds("thread of an article that was corrected", () => visitor, (page) => page.goto(corrected));
  holds("history of an article", () => visitor, async (page) => {
    await page.goto(corrected);
    return page.goto(await page.getByRole("link", { name: /^corrected/ }).getAttribute("href"));
  });
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
  holds("conversation", () => visitor, async (page) => {
    await page.goto(thread);
    return page.goto(await page.getByRole("link", { name: /^(Conversation|\d+ repl)/ }).first().getAttribute("href"));
  });
  holds("who quotes a comment", () => visitor, (page) => page.goto("/c/1/quoters"));
  holds("decided", () => administrator, (page) => page.goto("/moderation/decided"));
  holds("log", () => administrator, (page) => page.goto("/moderation/log"));
  holds("figures", () => administrator, (page) => page.goto("/moderation/figures"));
  holds("rules", () => administrator, (page) => page.goto("/moderation/rules"));
  holds("a rule", () => administrator, (page) => page.goto("/moderation/rules/capitals"));
  holds("the learned score", () => administrator, (page) => page.goto("/moderation/rules/learned"));
  holds("a new list of words", () => administrator, (page) => page.goto("/moderation/rules/lists/new"));
  holds("people", () => administrator, (page) => page.goto("/moderation/people"));
  holds("a person as moderators see them", () => administrator, async (page) => {
    await page.goto("/moderation/people?begins=fenwick");
    return page.goto(await page.getByRole("link", { name: "Fenwick", exact: true }).getAttribute("href"));
  });
  holds("many cases", () => administrator, (page) => page.goto("/queue/lot"));
  holds("accounts", () => administrator, (page) => page.goto("/admin/accounts"));
  holds("an account", () => administrator, async (page) => {
    await page.goto("/admin/accounts?begins=barnacle");
    return page.goto(await page.getByRole("link", { name: "Barnacle", exact: true }).getAttribute("href"));
  });
  holds("invitations", () => administrator, async (page) => {
    await page.goto("/admin/invitations");
    await page.getByLabel("For whom").fill("The rowing club");
    await page.getByRole("button", { name: "Make a link" }).click();
    await page.getByText("it is shown only now").waitFor();
    return page.goto("/admin/invitations");
  });
  holds("settings of the board", () => administrator, (page) => page.goto("/admin/board"));
  holds("not found", () => visitor, (page) => page.goto("/nowhere"), 404);

  test("the open case stands in sight in the list of a telephone", async () => {
    const page = administrator;
    await page.setViewportSize(SCREENS.narrow);
    await page.goto("/queue");
    await page.goto(await page.locator("[data-item]").last().getAttribute("href"));
    const open = page.locator("[data-item][aria-current]");
    const list = page.getByRole("navigation", { name: "Waiting" });
    const isInside = async () => {
      const [{ y, height }, around] = [await open.boundingBox(), await list.boundingBox()];
      return y >= around.y - 1 && y + height <= around.y + around.height + 1;
    };
    await until(isInside, () => "the open case is out of sight");
  });

  test("on paper nothing of a quote is folded", async () => {
    const page = member;
    await page.goto(`${thread}/reply`);
    const lines = Array.from({ length: 20 }, (_, at) => `> line ${at}`).join("\n");
    await page.getByLabel("Your comment").fill(`${lines}\n>\n> > words within\n\nLong.`);
    await page.getByRole("button", { name: "Preview" }).click();
    const preview = page.getByRole("region", { name: "Preview" });
    const [all, within] = [preview.getByText("line 19"), preview.getByText("words within")];
    await preview.waitFor();
    assert.deepEqual([await all.last().isVisible(), await within.isVisible()], [false, false]);
    await page.emulateMedia({ media: "print" });
    assert.deepEqual([await all.last().isVisible(), await within.isVisible()], [true, true]);
    await page.emulateMedia({ media: null });
  });

  test("a thread of 50 comments is light", async () => {
    const at = (path) => fetched(new URL(path, board.address));
    const { text, bytes } = await at(thread);
    const weight = async (pattern) => {
      const parts = await Promise.all([...text.matchAll(pattern)].map(([, path]) => at(path)));
      assert.ok(parts.length > 0, `the page has ${pattern}`);
      return parts.reduce((sum, part) => sum + part.bytes, 0);
    };
    assert.equal(text.match(/<article class="comment/g).length, 50);
    const style = await weight(/<link rel="stylesheet" href="([^"]+)"/g);
    const scripts = await weight(/<script [^>]*src="([^"]+)"/g);
    assert.ok(bytes <= 16 * 1024, `its HTML is ${bytes} bytes`);
    assert.ok(style <= 10 * 1024, `its style is ${style} bytes`);
    assert.ok(scripts <= 10 * 1024, `its scripts are ${scripts} bytes`);
  });
});

/** Looks from all sides at a page that somebody has reached. */
function holds(name, who, reach, status = 200) {
  test(name, async (t) => {
    const page = who();
    const { html, strangers, complaints } = await opens(page, reach, { status, address: board.address, t });
    await t.test("is valid HTML", () => isValid(html));
    const papers = new Set();
    for (const [at, [width, colorScheme]] of LOOKS.entries()) {
      await page.setViewportSize(SCREENS[width]);
      await page.emulateMedia({ colorScheme });
      papers.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      await photograph(page, `${name} ${width} ${colorScheme}`);
      if (width === "narrow" && colorScheme === "dark") continue;
      await t.test(`has no barrier, ${width} and ${colorScheme}`, () => hasNoBarrier(page, at > 0 && LOOKS_ALONE));
    }
    await t.test("is not wider than a telephone", () => fits(page));
    assert.equal(papers.size, 2, "its paper is light or dark, as the reader wants it");
    assert.deepEqual(strangers, [], "it asks nobody else for anything");
    assert.deepEqual(complaints, [], "the browser complains of nothing");
  });
}
