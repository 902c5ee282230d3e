// Keys of the queue. Every one of them presses something that stands on the page.
(() => {
  const items = () => [...document.querySelectorAll("[data-item]")];
  const key = (name) => document.querySelector(`[data-key="${name}"]`);
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
  const reject = () => key("r");
  const opened = () => [...document.querySelectorAll("details.reject")].find((details) => details.open);

  // Where the list scrolls by itself, the open case stands in sight.
  const open = items().find((item) => item.getAttribute("aria-current"));
  if (open) open.parentElement.scrollTop = open.offsetTop - open.parentElement.offsetTop;

  // After a decision the focus is on the next case, and what was done is said: a region is read when it changes.
  const live = document.querySelector("[data-live]");
  const say = (words) => setTimeout(() => (live.textContent = words), 100);
  const told = document.querySelector(".told");
  if (told) {
    told.removeAttribute("role");
    say(told.textContent);
    document.getElementById("case-title")?.focus();
  }

  // Who does not want keys turns them off, in this browser.
  const choice = document.querySelector("[data-keys]");
  const store = { get: () => { try { return localStorage.getItem("queue-keys"); } catch { return null; } },
    set: (value) => { try { localStorage.setItem("queue-keys", value); } catch { /* for this page, then */ } } };
  let off = store.get() === "off";
  const showChoice = () => {
    choice.textContent = off ? "Turn the keys on" : "Turn the keys off";
    choice.hidden = false;
  };
  choice.removeAttribute("aria-pressed");
  choice.addEventListener("click", () => {
    off = !off;
    store.set(off ? "off" : "on");
    showChoice();
    say(off ? "The keys are off." : "The keys are on.");
  });
  showChoice();

  // A case stays one's own while one is at it: how long is told, and what one does makes it longer.
  const claim = document.querySelector("[data-claim]")?.dataset.claim;
  const left = document.querySelector("[data-left]");
  const whole = left?.dataset.whole * 1000;
  let asked = Date.now();
  let ends = asked + left?.dataset.left * 1000;
  const tell = () => {
    const minutes = Math.ceil((ends - Date.now()) / 60_000);
    left.textContent = minutes > 0
      ? `Yours for ${minutes} more ${minutes === 1 ? "minute" : "minutes"}: nobody else is given it before.`
      : "It is no longer kept for you; it is again as soon as you go on, unless somebody else has it by then.";
  };
  const renew = async () => {
    if (Date.now() - asked < 30_000) return;
    asked = Date.now();
    const body = new URLSearchParams({ renew: "yes" });
    const answer = await fetch(claim, { method: "POST", body }).catch(() => null);
    if (answer?.ok) ends = asked + whole;
    else if (answer?.status === 409) {
      clearInterval(telling);
      for (const act of acts) removeEventListener(act, renew, how);
      left.textContent = "Somebody else has this case now, or it was decided.";
      return say(left.textContent);
    }
    tell();
  };
  const acts = ["keydown", "pointerdown", "pointermove", "scroll", "focus"];
  const how = { passive: true, capture: true };
  const telling = claim && left && setInterval(tell, 10_000);
  if (telling) {
    tell();
    for (const act of acts) addEventListener(act, renew, how);
  }

  const move = (by) => {
    const all = items();
    const here = all.findIndex((item) => item.getAttribute("aria-current"));
    const to = all[here + by];
    if (to) location.href = to.href;
  };

  const toggle = (details, into = "summary") => {
    if (!details) return;
    if (details.href) return details.click();
    details.open = !details.open;
    details.querySelector(details.open ? into : "summary").focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A key that is held down decides once, not on every case that comes after.
    if (event.repeat && event.key !== "j" && event.key !== "k") return;
    if (event.key === "Escape" && opened()) return toggle(opened());
    if (typing(event.target)) return;
    if (off && event.key !== "?") return;
    const digit = /^[1-9]$/.test(event.key) && reject()?.open;
    if (digit) reject().querySelectorAll("button[name=reason]")[event.key - 1]?.click();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "a" || event.key === "u") key(event.key)?.click();
    else if (event.key === "r" || event.key === "?") toggle(key(event.key));
    else if (event.key === "e" || event.key === "c") toggle(key(event.key), "textarea");
    else return;
    event.preventDefault();
  });
})();
