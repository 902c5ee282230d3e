// What is new is told, and comes when one asks for it: nothing moves by itself.
(() => {
  const news = document.querySelector("[data-follows]");
  if (!news || !window.EventSource) return;
  const { follows } = news.dataset;
  const PAGE = 50;
  let known = Number(news.dataset.known);
  let told = 0;

  const counted = (count, what, most = Infinity) =>
    `${count < most ? count : `${most} or more`} new ${what}${count === 1 ? "" : "s"}`;
  // One link, so that a reader of the screen hears of it once, and whoever is on it stays there.
  const offer = (words, href) => {
    const link = news.querySelector("a") ?? document.createElement("a");
    link.className = "btn primary";
    link.href = href;
    if (link.textContent !== words) link.textContent = words;
    if (!link.parentNode) news.append(link);
  };
  const fresh = async (address) => {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw answer.status;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };
  const renew = (page, ...selectors) => {
    for (const selector of selectors) {
      const [here, there] = [document, page].map((from) => from.querySelector(selector));
      if (here && there) here.replaceChildren(...there.childNodes);
    }
  };

  const inThread = {
    tell(last) {
      told = Math.max(told, last);
      const page = Math.floor(known / PAGE) + 1;
      const place = `${location.pathname}${page > 1 ? `?page=${page}` : ""}#c${known + 1}`;
      if (told > known) offer(`${counted(told - known, "comment")} ↓`, place);
    },
    // They come below what one reads; what does not fit on the page is on the next one.
    async load() {
      const page = await fresh(location.pathname + location.search);
      const listed = [...document.querySelectorAll("article.comment:not([data-state])")];
      const added = [...page.querySelectorAll("article.comment:not([data-state])")]
        .filter((comment) => Number(comment.id.slice(1)) > known && !document.getElementById(comment.id));
      if (!added.length) return false;
      document.querySelector("main .empty")?.remove();
      (listed.at(-1) ?? document.getElementById("r")).after(...added);
      renew(page, "#comments", "nav.pager", ".rail li:last-child");
      const [first, last] = [added[0], added.at(-1)];
      known = Number(last.id.slice(1));
      told = Math.max(told, known);
      offer(`${counted(added.length, "comment")} below ↓`, `#${first.id}`);
      const seen = new IntersectionObserver(([entry]) => {
        if (!entry.isIntersecting) return;
        seen.disconnect();
        news.replaceChildren();
        inThread.tell(told);
      });
      seen.observe(first);
      return true;
    },
    can: () => "last" in news.dataset,
  };

  const inQueue = {
    tell({ waiting, newest }) {
      told = Math.max(told, ...newest);
      const count = newest.filter((at) => at > known).length;
      const pill = document.querySelector('.top a[href="/queue"] .pill');
      if (pill) pill.firstChild.textContent = waiting;
      if (count) offer(counted(count, "case", 20), location.href);
    },
    async load() {
      const page = await fresh(location.href);
      renew(page, "nav.items", ".stats", '.top a[href="/queue"]');
      known = Number(page.querySelector("[data-follows]").dataset.known);
      news.replaceChildren();
      document.querySelector("nav.items [aria-current]")?.focus();
      return true;
    },
    can: () => true,
  };

  const kind = follows.startsWith("/a/") ? inThread : inQueue;
  news.addEventListener("click", async (event) => {
    const link = event.target.closest("a");
    if (!link || link.hash && link.getAttribute("href").startsWith("#") || !kind.can()) return;
    event.preventDefault();
    const loaded = await kind.load().catch(() => false);
    if (!loaded) location.href = link.href;
  });

  // Whoever does not look at the page follows nothing: browsers have few connections.
  let source = null, again, pause = 5_000;
  const follow = () => {
    clearTimeout(again);
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      source = new EventSource(follows);
      source.onmessage = ({ data }) => {
        pause = 5_000;
        kind.tell(JSON.parse(data));
      };
      // A browser comes back by itself, unless it was refused: then a little later, and later still.
      source.onerror = () => {
        if (source?.readyState !== EventSource.CLOSED) return;
        source = null;
        again = setTimeout(follow, pause);
        pause = Math.min(pause * 2, 300_000);
      };
    }
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => {
    source?.close();
    source = null;
  });
  addEventListener("pageshow", follow);
})();
