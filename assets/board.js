// What makes the pages quicker. Each of them works without this.
(() => {
  const find = (selector, within = document) => within.querySelector(selector);

  // "Yours on this page" moves to the comments it speaks of; the list itself is the same for every reader.
  const yours = find(".yours");
  for (const mine of yours?.querySelectorAll("li[data-number]") ?? []) {
    const acts = find(`#c${mine.dataset.number} .acts`);
    if (!acts) continue;
    const recommend = find("button", acts);
    if (mine.dataset.own === "yes") {
      const edit = find("a", mine);
      edit.textContent = "Edit";
      edit.setAttribute("aria-label", `Edit or delete #${mine.dataset.number}`);
      recommend.before(edit);
      recommend.disabled = true;
      if (!/\d/.test(recommend.textContent)) recommend.remove();
    } else {
      recommend.setAttribute("aria-pressed", "true");
    }
    mine.remove();
  }
  if (yours && !find("li[data-number]", yours)) yours.hidden = true;

  const back = find("[data-back]");
  if (back && history.length > 1) {
    back.hidden = false;
    back.addEventListener("click", () => history.back());
  }

  // How good a new password looks; the board judges by more, so it is an estimate.
  const fresh = find("input[autocomplete=new-password]");
  if (fresh) {
    const meter = document.createElement("meter");
    const words = document.createElement("span");
    Object.assign(meter, { max: 4, low: 2, high: 3, optimum: 4, ariaHidden: "true", hidden: true });
    words.className = "help";
    words.setAttribute("aria-live", "polite");
    fresh.after(meter, " ", words);
    fresh.addEventListener("input", () => {
      const { length } = [...fresh.value];
      const kinds = new Set(fresh.value.toLowerCase()).size;
      const good = length < 10 ? 0 : kinds < 5 ? 1 : Math.min(4, Math.floor((length + kinds) / 7));
      meter.value = good;
      meter.hidden = !length;
      const told = ["Too short yet", "Easy to guess", "Rather easy to guess", "Good", "Very good"][good];
      const said = length ? `${told} (an estimate)` : "";
      if (words.textContent !== said) words.textContent = said;
    });
  }

  // What a tab remembers is for nobody who signs in after.
  document.addEventListener("submit", ({ target }) => {
    if (target.getAttribute("action") === "/sign-out") sessionStorage.clear();
  });

  const form = find("form.composer");
  if (!form) return;

  // One writes on below what is quoted already.
  const body = find("#body", form);
  if (body.autofocus) {
    body.setSelectionRange(body.value.length, body.value.length);
    body.scrollTop = body.scrollHeight;
  }
  const fields = () => new URLSearchParams(new FormData(form));
  const send = (path, more) =>
    fetch(path, { method: "POST", body: fields(), credentials: "same-origin", ...more });

  // What the board has not had for long, or not at all, this tab remembers: the next page may be on its way already.
  const draft = form.dataset.draft;
  const SETTLED = 10_000;
  const remember = (text, saved = null) => {
    if (!draft) return;
    try {
      if (text === null) sessionStorage.removeItem(draft);
      else sessionStorage.setItem(draft, JSON.stringify({ text, saved }));
    } catch {} // Without such a memory, the board's has to do.
  };
  const remembered = () => {
    try {
      const { text, saved } = JSON.parse(sessionStorage.getItem(draft)) ?? {};
      return saved && Date.now() - saved > SETTLED ? null : text;
    } catch {}
  };

  // The draft is kept two seconds after typing stops; a later one never overtakes an earlier one.
  const status = find(".draft", form);
  let pause, keeping = null, again = false, waits = false;
  const save = async () => {
    again = false;
    const text = body.value;
    keeping = new AbortController();
    // A browser lets no more than 64 KB outlive a page.
    const keepalive = String(fields()).length < 60_000;
    try {
      const answer = await send(draft, { signal: keeping.signal, redirect: "error", keepalive });
      if (!answer.ok) throw answer.status;
      if (body.value === text) remember(text, Date.now());
      status.textContent = `Draft saved ${new Date().toTimeString().slice(0, 5)}`;
    } catch (error) {
      if (error?.name !== "AbortError") status.textContent = "The draft could not be saved; your text is still here.";
    }
    keeping = null;
    if (again) save();
  };
  const keep = () => {
    clearTimeout(pause);
    waits = false;
    if (!draft) return;
    remember(body.value);
    if (keeping) again = true;
    else save();
  };
  addEventListener("pagehide", () => again && save());

  // It goes on where the board's draft ends; what else stands here is another text.
  const left = draft && remembered();
  remember(null);
  if (left && left !== body.value && left.startsWith(body.value.trimEnd())) {
    body.value = left;
    keep();
  }

  // The preview stands over the text, and follows it once it is there.
  const button = find("[name=preview]", form);
  const preview = async () => {
    const answer = await send("/preview", { redirect: "error" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const shown = find("#preview", page);
    if (!answer.ok || !shown) throw answer.status;
    find("#preview")?.remove();
    form.before(shown);
    return shown;
  };

  form.addEventListener("input", () => {
    clearTimeout(pause);
    waits = true;
    pause = setTimeout(() => {
      keep();
      if (find("#preview")) preview().catch(() => {});
    }, 2000);
  });
  // Quotes are kept at once, and so is what was typed when somebody goes on to another page.
  form.addEventListener("quoted", keep);
  document.addEventListener("click", (event) => waits && event.target.closest("a[href]") && keep(), true);

  let plainly = false;
  form.addEventListener("submit", async (event) => {
    clearTimeout(pause);
    again = false;
    keeping?.abort();
    remember(null);
    if (event.submitter !== button || plainly) return;
    event.preventDefault();
    try {
      const shown = await preview();
      shown.tabIndex = -1;
      shown.focus();
    } catch {
      plainly = true;
      form.requestSubmit(button);
    }
  });

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(find(".primary", form));
  });
})();
