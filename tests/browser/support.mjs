// A board of its own for each file of tests, and people who use it: each in a browser context of theirs.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const BUILT = fileURLToPath(new URL("../../target/debug/rejoinder", import.meta.url));
const PROGRAM = process.env.REJOINDER_BIN || BUILT;
const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";
const PATIENCE = 10_000;
export const PASSWORD = "a crab walks home by low tide";
export const NAME = "The Tideline";
export const HEADLINE = "The Russian-Iranian alliance that wasn't";

// What has been started and must not outlive us, however we end.
const started = new Set();
process.on("exit", () => started.forEach((child) => child.kill("SIGTERM")));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** The program on a free port, with a private Postgres in a folder that goes with it; and a Chromium. */
export class Board {
  static async open() {
    const board = new Board();
    try {
      await board.#serve();
      board.browser = await launch();
    } catch (error) {
      await board.#end();
      throw error;
    }
    return board;
  }

  async #serve() {
    // Short, for Postgres's socket lies in it; open to pass through, for root's Postgres runs as another user.
    this.folder = await mkdtemp(join(tmpdir(), "rj-"));
    await chmod(this.folder, 0o711);
    const port = await freePort();
    this.address = `http://127.0.0.1:${port}`;
    const others = Object.entries(process.env).filter(([name]) => !/^(REJOINDER_|DATABASE_URL)/.test(name));
    const settings = {
      REJOINDER_DATA: join(this.folder, "d"),
      REJOINDER_LISTEN: `127.0.0.1:${port}`,
      REJOINDER_LOG: "warn",
    };
    this.said = this.logged = "";
    this.settings = { ...Object.fromEntries(others), ...settings };
    await this.#runs();
    this.setupLink = /\S+\/setup\/\S+/.exec(this.said)?.[0];
    assert.ok(this.setupLink, `an empty board prints a set-up link; it said: ${this.said}${this.logged}`);
  }

  async #runs() {
    this.program = spawn(PROGRAM, { env: this.settings, stdio: ["ignore", "pipe", "pipe"] });
    started.add(this.program);
    this.ended = new Promise((resolve) => this.program.once("exit", resolve).once("error", resolve));
    this.program.once("error", (error) => (this.logged += `${error.message} (is it built? cargo build)`));
    this.program.stdout.setEncoding("utf8").on("data", (text) => (this.said += text));
    this.program.stderr.setEncoding("utf8").on("data", (text) => (this.logged += text));
    await this.#isReady();
  }

  /** Ends the program, and starts it again at the same address. */
  async restart() {
    assert.equal(await this.#stop(), 0, `the program ends well when it is told to: ${this.logged}`);
    await this.#runs();
  }

  async #isReady() {
    const answers = () => fetch(`${this.address}/readyz`).then((answer) => answer.ok, () => false);
    await until(answers, () => {
      assert.equal(this.program.exitCode, null, `the program ended: ${this.logged}`);
      return `the program is not ready: ${this.said}${this.logged}`;
    });
  }

  /** Somebody with a browser of their own: a page in a new context. */
  async visitor(options = {}) {
    const context = await this.browser.newContext({ baseURL: this.address, ...options });
    context.setDefaultTimeout(PATIENCE);
    return context.newPage();
  }

  /** The administrator, who opens the board by its one-time link. */
  async setUp({ example = true, ...options } = {}) {
    const page = await this.visitor(options);
    await page.goto(this.setupLink);
    await page.getByLabel("Name of the board").fill(NAME);
    await page.getByLabel("Start with the example discussion").setChecked(example);
    await page.getByLabel("Name", { exact: true }).fill("Harbourmaster");
    await page.getByLabel("E-mail").fill("harbourmaster@tideline.example");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Open the board" }).click({ timeout: 60_000 });
    await page.getByRole("heading", { name: "Articles", level: 1 }).waitFor();
    return page;
  }

  /** Somebody who has just joined. */
  async member(name, options) {
    const page = await this.visitor(options);
    await page.goto("/");
    await page.getByRole("link", { name: "Join" }).click();
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("E-mail").fill(`${name.toLowerCase()}@tideline.example`);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByRole("link", { name }).waitFor();
    return page;
  }

  /** Ends the program as a service manager would; nothing of it is left, and it had nothing to complain of. */
  async close() {
    const code = await this.#end();
    assert.equal(code, 0, `the program ends well when it is told to: ${this.logged}`);
    assert.equal(this.logged, "", "the program warns of nothing");
  }

  async #end() {
    await this.browser?.close();
    const code = await this.#stop();
    await rm(this.folder, { recursive: true, force: true });
    return code;
  }

  async #stop() {
    this.program?.kill("SIGTERM");
    const deadline = setTimeout(() => this.program?.kill("SIGKILL"), 30_000);
    const code = await this.ended;
    clearTimeout(deadline);
    started.delete(this.program);
    return code;
  }
}

function launch() {
  const quiet = ["background-networking", "component-update", "sync"].map((what) => `--disable-${what}`);
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", ...quiet];
  return chromium.launch({ executablePath: CHROMIUM, args });
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Asks again and again until it is so; `why` says what is missing when patience ends. */
export async function until(isSo, why, patience = PATIENCE) {
  const end = Date.now() + patience;
  while (!(await isSo())) {
    const missing = why();
    if (Date.now() > end) assert.fail(missing);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Goes from the front page to a thread, as one does. */
export async function setsOut(page, headline) {
  await page.goto("/");
  await page.getByRole("link", { name: headline }).click();
  await page.getByRole("heading", { name: headline, level: 1 }).waitFor();
}

/** The address of a thread, as somebody finds it. */
export async function addressOf(page, headline) {
  await setsOut(page, headline);
  return new URL(page.url()).pathname;
}

/** Reads a thread to its end; answers the number of its last comment. */
export async function readsLastPageOf(page, headline) {
  await setsOut(page, headline);
  const last = page.getByRole("navigation", { name: "Pages" }).locator("a:not([rel], .end)").last();
  const number = await last.innerText();
  await last.click();
  await page.locator("nav.pager [aria-current]", { hasText: new RegExp(`^${number}$`) }).waitFor();
  return Number((await page.locator("article.comment[data-id]").last().getAttribute("id")).slice(1));
}
