// The board without a mouse: Tab, Enter and letters are enough, and one always sees where one is.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { Board, PASSWORD, addressOf, setsOut, until } from "./support.mjs";

const HEADLINE = "What the lamp room kept";
const FOCUSABLE = "a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex='0']";
const WORDS = "The keeper's log says otherwise.";

let board, administrator;

before(async () => {
  board = await Board.open();
  administrator = await board.setUp({ example: false });
  await administrator.goto("/articles/new");
  await administrator.getByLabel("Headline").fill(HEADLINE);
  await administrator.getByLabel("Text or excerpt").fill("The light went out at nine.\n\nNobody has said why.");
  await administrator.getByRole("button", { name: "Post the article" }).click();
  await administrator.getByRole("heading", { name: HEADLINE, level: 1 }).waitFor();
});
after(() => board?.close());

test("one signs in and comments with the keyboard alone", async () => {
  const page = await board.member("Turnstone");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Sign in" }).waitFor();

  await tabsTo(page, page.getByRole("link", { name: "Sign in" }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await has(page, page.getByLabel("Name or e-mail"));
  await page.keyboard.type("Turnstone");
  await tabsTo(page, page.getByLabel("Password"));
  await page.keyboard.type(PASSWORD);
  await tabsTo(page, page.getByRole("button", { name: "Sign in" }));
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor();

  await tabsTo(page, page.getByRole("link", { name: HEADLINE }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: HEADLINE, level: 1 }).waitFor();
  await tabsTo(page, page.getByRole("link", { name: "Comment", exact: true }));
  await page.keyboard.press("Enter");
  await tabsTo(page, page.getByLabel("Your comment"));
  await page.keyboard.type(WORDS);
  await tabsTo(page, page.getByRole("button", { name: "Post comment" }));
  await page.keyboard.press("Enter");
  await page.locator("[data-state=held]").getByText(WORDS).waitFor();
});

test("one finds with the keyboard alone what somebody wrote", async () => {
  const page = await board.visitor();
  // A text is read for the search within seconds.
  await until(async () => {
    await page.goto("/search?q=lamp");
    return (await page.locator("li.hit").count()) > 0;
  }, () => "nothing is found yet", 30_000);
  await page.goto("/");
  await tabsTo(page, page.getByRole("searchbox", { name: "Search" }));
  await page.keyboard.type("lights -moon");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Search", level: 1 }).waitFor();
  assert.equal(await page.getByRole("searchbox").inputValue(), "lights -moon");
  assert.equal(await page.locator("li.hit mark").first().textContent(), "light");
  await tabsTo(page, page.getByText("How to ask"));
  await page.keyboard.press("Enter");
  await page.getByText("comments that quote something").waitFor();
  await tabsTo(page, page.locator("li.hit").getByRole("link", { name: HEADLINE }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: HEADLINE, level: 1 }).waitFor();
});

test("a link shows itself to those who tab, and skips to what they came for", async () => {
  const page = await board.visitor();
  for (const goes of [() => page.goto("/"), () => setsOut(page, HEADLINE)]) {
    await goes();
    const skip = page.getByRole("link", { name: /^Skip to the/ });
    assert.ok(!(await isInSight(skip)), "it is out of the way");
    await page.keyboard.press("Tab");
    await has(page, skip);
    assert.ok(await isInSight(skip), "it can be seen");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const beyond = () => {
      const target = document.querySelector(document.querySelector(".skip").hash);
      return Boolean(target.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING);
    };
    assert.ok(await page.evaluate(beyond), "what comes next stands behind its target");
  }
});

test("one sees where one is, wherever Tab leads", async () => {
  const visitor = await board.visitor();
  const thread = await addressOf(visitor, HEADLINE);
  const forReaders = ["/", thread, "/join"].map((address) => [visitor, address]);
  const forModerators = [thread, "/queue", "/admin/board"].map((address) => [administrator, address]);
  const places = [...forReaders, ...forModerators];
  for (const [page, address] of places) {
    await page.goto(address);
    const met = await tabsThrough(page);
    const unseen = met.filter((where) => !where.ring).map((where) => where.what);
    assert.deepEqual(unseen, [], `each place has a ring on ${address}`);
    const missed = await page.locator(`:is(${FOCUSABLE}):not([data-met]):visible`).allInnerTexts();
    assert.deepEqual(missed, [], `Tab leads everywhere on ${address}`);
  }
});

test("the keys of the queue are letters while one types", async () => {
  await waits("Dunlin", "I was there, and it did not.");
  const page = administrator;
  await page.goto("/queue");
  const waiting = await page.locator("[data-item]").count();
  await page.keyboard.press("r");
  await tabsTo(page, page.getByLabel("Your own words to the author, if any"));
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.keyboard.type("ajkur4?");
  assert.equal(await page.getByLabel("Your own words to the author, if any").inputValue(), "ajkur4?");
  assert.equal(await page.locator("details.keys").getAttribute("open"), null);
  assert.deepEqual(asked, []);
  await page.goto("/queue");
  assert.equal(await page.locator("[data-item]").count(), waiting, "everything waits as before");
});

test("a key that is held down decides once", async () => {
  await waits("Curlew", "Ask the boatman.");
  await waits("Redshank", "The boatman is my uncle.");
  const page = administrator;
  await page.goto("/queue");
  const waiting = await page.locator("[data-item]").count();
  await page.keyboard.down("a");
  await page.getByRole("status").getByText("Approved: readers see it.").waitFor();
  await page.keyboard.down("a");
  await page.keyboard.up("a");
  await page.keyboard.press("?");
  await page.locator("details.keys dl").waitFor({ state: "visible" });
  await page.goto("/queue");
  assert.equal(await page.locator("[data-item]").count(), waiting - 1);
});

test("a question mark opens the list of keys, and closes it", async () => {
  const page = administrator;
  await page.goto("/queue");
  const list = page.locator("details.keys dl");
  assert.ok(!(await list.isVisible()));
  await page.keyboard.press("?");
  await list.waitFor({ state: "visible" });
  assert.match(await list.innerText(), /approve[^]*reject[^]*take your last decision back/);
  await page.keyboard.press("?");
  await list.waitFor({ state: "hidden" });
});

test("twenty are decided in order with keys alone, and each time the focus is on the next", async () => {
  const page = administrator;
  await decidesAll(page);
  const written = await twentyWait("Whimbrel");
  await page.goto("/queue");
  for (const [number, words] of written.entries()) {
    await page.locator(".case .prose").getByText(words).waitFor();
    if (number > 0) {
      await has(page, page.locator("#case-title"));
      await page.locator("[data-live]").getByText(/readers/).waitFor({ state: "attached" });
    }
    if (number % 2 === 0) {
      await page.keyboard.press("a");
    } else {
      await page.keyboard.press("r");
      await page.keyboard.press("4");
    }
  }
  await page.getByRole("heading", { name: "All done" }).waitFor();
  await page.keyboard.press("u");
  await page.locator(".case .prose").getByText(written.at(-1)).waitFor();
  await page.keyboard.press("r");
  await page.keyboard.press("4");
  await page.getByRole("heading", { name: "All done" }).waitFor();
  await areDecided(page, written);
});

test("the same twenty are decided without JavaScript", async () => {
  const page = await board.visitor({ javaScriptEnabled: false });
  await page.goto("/sign-in?back=/queue");
  await page.getByLabel("Name or e-mail").fill("Harbourmaster");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "All done" }).waitFor();
  const written = await twentyWait("Godwit");
  await page.goto("/queue");
  for (const [number, words] of written.entries()) {
    await page.locator(".case .prose").getByText(words).waitFor();
    if (number % 2 === 0) {
      await page.getByRole("button", { name: "Approve" }).click();
    } else {
      await page.locator("summary", { hasText: "Reject" }).click();
      await page.getByRole("button", { name: "Spam" }).click();
    }
  }
  await page.getByRole("heading", { name: "All done" }).waitFor();
  await areDecided(page, written);
});

test("who does not want the keys turns them off", async () => {
  await waits("Sanderling", "There were two boats.");
  const page = administrator;
  await page.goto("/queue");
  await page.keyboard.press("?");
  await page.getByRole("button", { name: "Turn the keys off" }).click();
  await page.reload();
  await page.keyboard.press("a");
  await page.keyboard.press("?");
  await page.getByRole("button", { name: "Turn the keys on" }).click();
  await page.locator(".case .prose").getByText("There were two boats.").waitFor();
  await page.keyboard.press("a");
  await page.getByRole("heading", { name: "All done" }).waitFor();
});

test("a text is edited and published with keys", async () => {
  await waits("Plover", "There were three boats.");
  const page = administrator;
  await page.goto("/queue");
  await page.keyboard.press("e");
  await has(page, page.getByLabel("The text"));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("There were four boats.");
  await tabsTo(page, page.getByRole("button", { name: "Publish this text" }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "All done" }).waitFor();
  await setsOut(page, HEADLINE);
  await page.getByText("There were four boats.").waitFor();
});

/** Whatever waits is approved. */
async function decidesAll(page) {
  await page.goto("/queue");
  while ((await page.locator("[data-case]").count()) > 0) {
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByRole("status").getByText("Approved").waitFor({ state: "attached" });
  }
}

/** Twenty comments of four who are new wait, in this order. */
async function twentyWait(name) {
  const [, article] = /^\/a\/(\d+)/.exec(await addressOf(administrator, HEADLINE));
  const written = [];
  for (const which of ["One", "Two", "Three", "Four"]) {
    const author = await board.member(`${name}${which}`);
    for (let number = 1; number <= 5; number += 1) {
      const body = `${name} ${which} says it for the ${number}. time.`;
      const form = { body, key: randomUUID() };
      const answer = await author.request.post(`/a/${article}/comments`, { form, headers: { origin: board.address } });
      assert.ok((await answer.text()).includes(body), "it waits");
      written.push(body);
    }
  }
  return written;
}

/** Of these, every other one is read by all. */
async function areDecided(page, written) {
  await setsOut(page, HEADLINE);
  const seen = await page.locator("article.comment .prose").allInnerTexts();
  const published = seen.filter((words) => written.includes(words.trim())).map((words) => words.trim());
  assert.deepEqual(published, written.filter((_, number) => number % 2 === 0));
}

/** Somebody new writes a comment, which waits for a moderator. */
async function waits(name, words) {
  const author = await board.member(name);
  await setsOut(author, HEADLINE);
  await author.getByLabel("Your comment").fill(words);
  await author.getByRole("button", { name: "Post comment" }).click();
  await author.locator("[data-state=held]").waitFor();
}

/** Presses Tab until this has the focus. */
async function tabsTo(page, target) {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press("Tab");
    if (await isFocused(target)) return;
  }
  assert.fail(`60 times Tab do not lead to ${target}`);
}

const isFocused = (target) => target.evaluate((element) => element === document.activeElement);

async function has(page, target) {
  await until(() => isFocused(target), () => `${target} does not have the focus`);
}

/** Presses Tab until it leads back to where one was; what the places are, and whether a ring is around each. */
async function tabsThrough(page) {
  const here = () => {
    const element = document.activeElement;
    const [again, outside] = ["met" in element.dataset, element === document.body];
    if (!outside) element.dataset.met = "yes";
    const isRinged = (it) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(it);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    };
    // The composer draws its ring around the whole of it.
    const ring = isRinged(element) || (element.id === "body" && isRinged(element.closest(".composer")));
    return { again, outside, ring, what: element.outerHTML.slice(0, 120) };
  };
  const met = [];
  for (let pressed = 0; pressed < 300; pressed += 1) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate(here);
    if (where.again) return met;
    if (!where.outside) met.push(where);
  }
  return assert.fail("300 times Tab do not lead back to where one was");
}

async function isInSight(target) {
  const { x, y, width, height } = await target.boundingBox();
  return x >= 0 && y >= 0 && width > 1 && height > 1;
}
