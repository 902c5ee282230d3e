// An account from its invitation to its end, as its owner goes through it.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { Board, PASSWORD } from "./support.mjs";

const NEW = "the tide comes in twice a day";

let board, boss;

before(async () => {
  board = await Board.open();
  boss = await board.setUp({ example: false });
});
after(() => board?.close());

describe("an account", { concurrency: false }, () => {
  let member, invitation, secret;

  test("begins with an invitation", async () => {
    await boss.goto("/admin/board");
    await boss.getByLabel("Who may join").selectOption({ value: "invitation" });
    await boss.getByRole("button", { name: "Keep the settings" }).click();
    await boss.goto("/admin/invitations");
    await boss.getByLabel("For whom").fill("The harbour choir");
    await boss.getByLabel("How many may use it").fill("2");
    await boss.getByLabel("For how many days").fill("7");
    await boss.getByRole("button", { name: "Make the link" }).click();
    invitation = /\/join\?invitation=[\w-]+/.exec(await boss.locator("main").innerText())[0];
    member = await board.visitor();
    await member.goto(invitation);
    await member.getByLabel("Name", { exact: true }).fill("Limpet");
    await member.getByLabel("E-mail").fill("limpet@tideline.example");
    await member.getByLabel("Password").fill(PASSWORD);
    await member.getByRole("button", { name: "Join" }).click();
    await member.getByRole("link", { name: "Limpet" }).waitFor();
  });

  test("has its address confirmed", async () => {
    await member.goto(await linkOf("Please confirm your address"));
    await member.getByRole("button", { name: "Yes, confirm it" }).click();
    await member.getByText("confirmed on").waitFor();
  });

  test("takes two steps", async () => {
    await member.goto("/settings/two-step");
    await member.getByLabel("Your present password").fill(PASSWORD);
    await member.getByRole("button", { name: "Set it up" }).click();
    await member.getByRole("img", { name: /QR/ }).waitFor();
    secret = (await member.locator("code.secret").innerText()).replaceAll(/\s/g, "");
    await member.getByLabel("Code").fill(totp(secret));
    await member.getByRole("button", { name: "Confirm" }).click();
    assert.equal((await member.locator(".codes li").count()), 10, "ten recovery codes");
  });

  test("is entered with a code from another browser, which the first one then ends", async () => {
    const other = await board.visitor();
    await signsIn(other, PASSWORD, totp(secret, 1));
    await member.goto("/settings/sessions");
    await member.getByRole("button", { name: /all other/i }).click();
    await other.goto("/settings/profile");
    await other.getByRole("heading", { name: "Sign in" }).waitFor();
  });

  test("gets another password by mail", async () => {
    const nobody = await board.visitor();
    await nobody.goto("/sign-in");
    await nobody.getByRole("link", { name: "Forgotten your password?" }).click();
    await nobody.getByLabel("Name or e-mail").fill("limpet");
    await nobody.getByRole("button", { name: "Send the link" }).click();
    await nobody.getByText("If there is such an account").waitFor();
    await nobody.goto(await linkOf("A new password"));
    await nobody.getByLabel("New password").fill(NEW);
    await nobody.getByRole("button", { name: "Set the password" }).click();
    await nobody.getByText("The password is set").waitFor();
    await member.goto("/settings/profile");
    await member.getByRole("heading", { name: "Sign in" }).waitFor();
  });

  test("is given up, and kept after all", async () => {
    await boss.goto("/admin/accounts");
  });
});

/** The link in the newest mail with this subject, made by the administrator as no mail is sent here. */
async function linkOf(subject) {
  await boss.goto("/admin/mail");
  await boss.getByRole("link", { name: subject }).first().click();
  await boss.getByRole("button", { name: "Make the link" }).click();
  return new URL(/http:\S+\/[\w-]{43}\b/.exec(await boss.locator("pre.letter").innerText())[0]).pathname;
}

async function signsIn(page, password, code) {
  await page.goto("/sign-in");
  await page.getByLabel("Name or e-mail").fill("limpet");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Limpet" }).waitFor();
}

/** What an authenticator shows (RFC 6238): six digits for this half minute, or for one after it. */
function totp(secret, later = 0) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac("sha1", key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
