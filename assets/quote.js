// Quoting what one selects: buttons at the selection, and the key q. Without this, each comment and each paragraph has
// its link "Quote".
(() => {
  const form = document.querySelector("form.composer");
  if (!form) return;
  const body = form.querySelector("#body");
  const SOURCE = ".para[id], .comment[data-id]:not([data-state]) .prose";
  const BLOCK = /^(P|H[1-6]|LI|UL|OL|PRE|TABLE|TR|BLOCKQUOTE|FIGURE|DETAILS|DIV|HR)$/;
  const ASIDE = ".cite, .quote-link, .count, .unseen, figcaption, summary, sup a";

  // ── What is selected ──────────────────────────────────────────────────────────────────────────────────────────────

  // How a source is named in a text: 12 for a comment, p3 for a paragraph of the article.
  const nameOf = (source) => (source.matches(".para") ? source.id : source.closest(".comment").id.slice(1));
  const isOwnQuote = (node, source) => node.matches?.("figure.quote") && node.parentNode === source;

  // The words of a range in a source, its blocks apart. A quote that stands between its words is left out for a mark.
  const wordsOf = (range, source) => {
    let words = "";
    const walk = (node) => {
      if (!range.intersectsNode(node)) return;
      if (node.nodeType === Node.TEXT_NODE) {
        const start = node === range.startContainer ? range.startOffset : 0;
        const end = node === range.endContainer ? range.endOffset : node.length;
        words += node.data.slice(start, end);
      } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(ASIDE)) {
        if (node.matches("br")) words += "\n";
        else if (isOwnQuote(node, source)) words += "\n\n\uFFFC\n\n";
        else if (node.matches("td, th")) [...node.childNodes].forEach(walk), (words += "\t");
        else if (BLOCK.test(node.nodeName)) (words += "\n\n"), [...node.childNodes].forEach(walk), (words += "\n\n");
        else [...node.childNodes].forEach(walk);
      }
    };
    const inside = range.commonAncestorContainer;
    const quote = (inside.nodeType === Node.ELEMENT_NODE ? inside : inside.parentNode).closest("figure.quote");
    (quote && source.contains(quote) ? [quote.querySelector("blockquote")] : [...source.childNodes]).forEach(walk);
    return words.replace(/\n{3,}/g, "\n\n").trim();
  };

  // A selection that begins or ends within a word takes the whole word: half of one may mean something else.
  const words = globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: "word" });
  const wholeWords = (range) => {
    const whole = range.cloneRange();
    const wordAt = (node, at) => {
      if (!words || node.nodeType !== Node.TEXT_NODE) return null;
      const word = words.segment(node.data).containing(at);
      return word?.isWordLike && word.index < at ? word : null;
    };
    const [first, last] = [wordAt(range.startContainer, range.startOffset), wordAt(range.endContainer, range.endOffset)];
    if (first) whole.setStart(range.startContainer, first.index);
    if (last) whole.setEnd(range.endContainer, last.index + last.segment.length);
    return whole;
  };

  // Over more than one comment, whole blocks are taken: nobody is cut off in the middle by where another begins.
  const widened = (range, source) => {
    const wide = document.createRange();
    const touched = [...source.children].filter((block) => range.intersectsNode(block));
    if (!touched.length) return null;
    wide.setStartBefore(touched[0]);
    wide.setEndAfter(touched.at(-1));
    return wide;
  };

  const selected = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return [];
    const range = wholeWords(selection.getRangeAt(0));
    const sources = [...document.querySelectorAll(SOURCE)].filter((source) => range.intersectsNode(source));
    const ends = [range.startContainer, range.endContainer];
    if (!ends.some((end) => sources.some((source) => source.contains(end)))) return [];
    return sources
      .map((source) => {
        const clip = range.cloneRange();
        if (!source.contains(range.startContainer)) clip.setStart(source, 0);
        if (!source.contains(range.endContainer)) clip.setEnd(source, source.childNodes.length);
        const part = sources.length > 1 && source.matches(".prose") ? widened(clip, source) : clip;
        return { quote: nameOf(source), words: part ? wordsOf(part, source) : "" };
      })
      .filter(({ words }) => /[\p{L}\p{N}]/u.test(words));
  };

  // ── Into the composer ─────────────────────────────────────────────────────────────────────────────────────────────

  const status = form.querySelector(".draft");
  const say = (...words) => status.replaceChildren(...words);

  // The program writes the quote, so that its words mean nothing but themselves in Markdown.
  const written = async (part) => {
    const answer = await fetch("/quote", { method: "POST", body: new URLSearchParams(part), redirect: "error" });
    if (!answer.ok) throw answer.status;
    return answer.text();
  };

  // A draft that nobody has put the caret into goes on at its end.
  let opened = false;
  body.addEventListener("focus", () => (opened = true));

  // Below the line of the caret, apart from what stands around it; the caret goes below the quote.
  const put = (quote) => {
    const text = body.value;
    const caret = opened ? body.selectionEnd : text.length;
    const end = text.indexOf("\n", caret);
    const before = (end < 0 ? text : text.slice(0, end)).trimEnd();
    const after = (end < 0 ? "" : text.slice(end)).trimStart();
    const head = `${before}${before && "\n\n"}${quote}\n\n`;
    body.value = head + after;
    body.setSelectionRange(head.length, head.length);
  };

  const answering = (number) => {
    if (form.elements.reply_to) return;
    const label = document.createElement("label");
    label.className = "choice";
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "reply_to", value: number });
    box.checked = true;
    label.append(box, ` in reply to #${number}`);
    form.querySelector(".bar label").after(label);
  };

  const quote = async (parts, stay) => {
    hide();
    try {
      for (const part of parts) put(await written(part));
    } catch {
      say("The words could not be quoted; is the network there? Nothing was changed.");
      return;
    }
    const [{ quote: first }] = parts;
    // Who quotes a comment answers it, unless they say otherwise.
    const comment = parts.find((part) => !part.quote.startsWith("p"));
    if (comment) answering(comment.quote);
    form.dispatchEvent(new Event("quoted"));
    const name = first.replace(/^p/, "¶").replace(/^\d/, "#$&");
    const way = document.createElement("a");
    way.href = first.startsWith("p") ? `#${first}` : `#c${first}`;
    way.textContent = `back to ${name}`;
    if (stay) {
      tell(`Quoted ${name} in your draft.`);
    } else {
      body.focus();
      form.scrollIntoView({ block: "nearest" });
      if (body.selectionEnd === body.value.length) body.scrollTop = body.scrollHeight;
      say(`Quoted ${name}: `, way);
    }
    mark();
  };

  // ── The buttons at the selection ──────────────────────────────────────────────────────────────────────────────────

  const bar = document.createElement("div");
  bar.className = "quoting";
  bar.hidden = true;
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "The selected words");
  let parts = [];
  const press = (words, stay, key) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    button.setAttribute("aria-keyshortcuts", key);
    // The selection survives: a finger or a mouse that comes down here takes nothing away.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => quote(parts, stay));
    bar.append(button);
  };
  press("Quote", false, "q");
  press("Quote and read on", true, "Shift+Q");
  const told = document.createElement("p");
  told.className = "quoted";
  told.setAttribute("role", "status");
  document.body.append(bar, told);

  let gone;
  const tell = (words) => {
    told.textContent = words;
    clearTimeout(gone);
    gone = setTimeout(() => (told.textContent = ""), 8000);
  };
  const hide = () => (bar.hidden = true);

  let isDown = false, byFinger = matchMedia("(pointer: coarse)").matches, pause;
  const show = () => {
    if (bar.contains(document.activeElement) && !bar.hidden) return;
    parts = selected();
    if (!parts.length || isDown) return hide();
    const boxes = getSelection().getRangeAt(0).getClientRects();
    const [first, last] = [boxes[0], boxes[boxes.length - 1]];
    if (!first) return hide();
    bar.hidden = false;
    // Below the words on a touch screen, for its own menu stands above them.
    const above = !byFinger && first.top > bar.offsetHeight + 8;
    const top = above ? first.top - bar.offsetHeight - 8 : last.bottom + (byFinger ? 24 : 8);
    const left = Math.min((above ? first : last).left, document.documentElement.clientWidth - bar.offsetWidth - 8);
    bar.style.top = `${top + scrollY}px`;
    bar.style.left = `${Math.max(8, left) + scrollX}px`;
  };
  const soon = () => {
    clearTimeout(pause);
    pause = setTimeout(show, 150);
  };
  document.addEventListener("selectionchange", soon);
  document.addEventListener("pointerdown", (event) => {
    byFinger = event.pointerType === "touch";
    isDown = !byFinger && !bar.contains(event.target);
    // What stands there is of the words that were selected before.
    if (isDown) hide();
  });
  document.addEventListener("pointerup", () => {
    isDown = false;
    soon();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === "Escape") return hide();
    if (event.key.toLowerCase() !== "q" || event.target.closest("input, textarea, select, [contenteditable]")) return;
    const now = selected();
    if (!now.length) return;
    event.preventDefault();
    quote(now, event.shiftKey);
  });

  // The links that work without this quote here, too: what is typed stays where it is.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href*="/reply?quote="]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const source = link.closest(".para") ?? link.closest(".comment")?.querySelector(".prose");
    if (!source?.matches(SOURCE)) return;
    const range = document.createRange();
    range.selectNodeContents(source);
    const words = wordsOf(range, source).replace(/^[\s\uFFFC]+|[\s\uFFFC]+$/g, "");
    // A long one is cut by the page that the link leads to.
    if (!words || words.length > 1500) return;
    event.preventDefault();
    quote([{ quote: nameOf(source), words }], false);
  });

  // ── What the draft holds is marked in its source ──────────────────────────────────────────────────────────────────

  const bare = (text) => text.replace(/\\([!-/:-@[-`{-~])/g, "$1").replace(/\s+/g, "");
  const held = () => {
    const found = body.value.matchAll(/^> ?(#\d+|[¶p]\d+)[ \t]*\n((?:>.*(?:\n|$))+)/gm);
    return [...found].map(([, name, lines]) => {
      const source = name.startsWith("#") ? `#c${name.slice(1)} .prose` : `#p${name.slice(1)}`;
      return [document.querySelector(source), bare(lines.replace(/^> ?/gm, "")).split("…").filter(Boolean)];
    });
  };
  const rangeOf = (source, piece) => {
    const places = [];
    let text = "";
    const texts = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
    for (let node; (node = texts.nextNode()); ) {
      if (node.parentNode.closest(ASIDE)) continue;
      for (let at = 0; at < node.length; at += 1) {
        if (/\s/.test(node.data[at])) continue;
        text += node.data[at];
        places.push([node, at]);
      }
    }
    const start = text.indexOf(piece);
    if (start < 0) return null;
    const range = document.createRange();
    range.setStart(...places[start]);
    const [node, at] = places[start + piece.length - 1];
    range.setEnd(node, at + 1);
    return range;
  };
  const mark = () => {
    if (!globalThis.CSS?.highlights) return;
    const ranges = held().flatMap(([source, pieces]) => (source ? pieces.map((piece) => rangeOf(source, piece)) : []));
    CSS.highlights.set("held", new Highlight(...ranges.filter(Boolean)));
  };
  let marking;
  body.addEventListener("input", () => {
    clearTimeout(marking);
    marking = setTimeout(mark, 300);
  });
  mark();
})();
