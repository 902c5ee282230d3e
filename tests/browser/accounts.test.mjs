// An account from its invitation to its end, as its owner goes through it.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { Board, PASSWORD } from "./support.mjs";

const NEW = "the tide comes in twice a day";

let board, boss;

before(async () => {
  board = await Board.open();
  boss = await board.setUp({ example: false });
});
after(() => board?.close());

for (const [name, javaScriptEnabled] of [["Limpet", true], ["Whelk", false]]) {
  const how = `${javaScriptEnabled ? "with" : "without"} JavaScript`;
  test(`an account, from its invitation to its end, ${how}`, () => lives(name, { javaScriptEnabled }));
}

async function lives(name, options) {
  const member = await board.visitor(options);

  // It begins with an invitation.
  await boss.goto("/admin/board");
  await boss.getByLabel("Who may join").selectOption({ value: "invitation" });
  await boss.getByRole("button", { name: "Keep the settings" }).click();
  await boss.goto("/admin/invitations");
  await boss.getByLabel("For whom").fill("The harbour choir");
  await boss.getByLabel("How many may join by it").fill("2");
  await boss.getByLabel("It ends after so many days").fill("7");
  await boss.getByRole("button", { name: "Make a link" }).click();
  const invitation = /\/join\?invitation=[\w-]+/.exec(await boss.getByText("/join?invitation=").innerText())[0];
  await member.goto(invitation);
  await member.getByLabel("Name", { exact: true }).fill(name);
  await member.getByLabel("E-mail").fill(`${name.toLowerCase()}@tideline.example`);
  await member.getByLabel("Password").fill(PASSWORD);
  await member.getByRole("button", { name: "Join" }).click();
  await member.getByRole("link", { name }).waitFor();

  // It has its address confirmed.
  await member.goto(await linkOf("Please confirm your address"));
  await member.getByRole("button", { name: "Yes, confirm it" }).click();
  await member.getByText("confirmed on").waitFor();

  // It takes two steps.
  await member.goto("/settings/two-step");
  await member.getByLabel("Your password").fill(PASSWORD);
  await member.getByRole("button", { name: "Begin" }).click();
  await member.getByRole("img", { name: /QR/ }).waitFor();
  const secret = (await member.locator("code.secret").innerText()).replaceAll(/\s/g, "");
  await member.getByLabel("The code that it shows now").fill(totp(secret));
  await member.getByRole("button", { name: "Turn it on" }).click();
  await member.getByRole("heading", { name: "Recovery codes" }).waitFor();
  const codes = await member.locator("main li").allInnerTexts();
  assert.equal(codes.length, 10);

  // It is entered with a code from another browser, which the first one then ends.
  const other = await board.visitor(options);
  await signsIn(other, name, PASSWORD, totp(secret, 1));
  await member.goto("/settings/sessions");
  await member.getByRole("button", { name: "Sign out everywhere else" }).click();
  await other.goto("/settings/profile");
  await other.getByRole("heading", { name: "Sign in" }).waitFor();

  // It gets another password by mail.
  const nobody = await board.visitor(options);
  await nobody.goto("/sign-in");
  await nobody.getByRole("link", { name: "Forgotten your password?" }).click();
  await nobody.getByLabel("Name or e-mail").fill(name);
  await nobody.getByRole("button", { name: "Send the link" }).click();
  await nobody.getByText("If there is such an account").waitFor();
  await nobody.goto(await linkOf("A new password"));
  await nobody.getByLabel("New password").fill(NEW);
  await nobody.getByRole("button", { name: "Set the password" }).click();
  await nobody.getByText("The password is set").waitFor();
  await member.goto("/settings/profile");
  await member.getByRole("heading", { name: "Sign in" }).waitFor();

  // It is entered with a recovery code, once.
  await signsIn(member, name, NEW, codes[0]);
  await member.getByRole("button", { name: "Sign out" }).click();
  await tries(member, name, NEW, codes[0]);
  await member.getByRole("alert").waitFor();
  await member.getByLabel("Code").fill(codes[1]);
  await member.getByRole("button", { name: "Sign in" }).click();
  await member.getByRole("link", { name }).waitFor();

  // It is given up, and kept after all.
  await member.goto("/settings/data");
  await member.getByLabel("They stay").check();
  await member.getByLabel("Your password, again").fill(NEW);
  await member.getByRole("button", { name: "Delete my account in 24 hours" }).click();
  await member.getByText("You are signed out everywhere.").waitFor();
  await tries(member, name, NEW, codes[2]);
  await member.getByRole("heading", { name: "Your account is about to be deleted" }).waitFor();
  await member.getByRole("button", { name: "Keep my account" }).click();
  await member.getByText("Your account stays").waitFor();
}

/** The link in the newest mail with this subject, made by the administrator as no mail is sent here. */
async function linkOf(subject) {
  await boss.goto("/admin/mail");
  await boss.getByRole("link", { name: subject }).first().click();
  await boss.getByRole("button", { name: "Make the link" }).click();
  return new URL(/http:\S+\/[\w-]{43}\b/.exec(await boss.locator("pre.letter").innerText())[0]).pathname;
}

async function signsIn(page, name, password, code) {
  await tries(page, name, password, code);
  await page.getByRole("link", { name }).waitFor();
}

async function tries(page, name, password, code) {
  await page.goto("/sign-in");
  await page.getByLabel("Name or e-mail").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
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
