// Keys of the queue. Every one of them presses something that stands on the page.
(() => {
  const items = () => [...document.querySelectorAll("[data-item]")];
  const key = (name) => document.querySelector(`[data-key="${name}"]`);
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
  const reject = () => document.querySelector("details.reject");

  // Where the list scrolls by itself, the open case stands in sight.
  const open = items().find((item) => item.getAttribute("aria-current"));
  if (open) open.parentElement.scrollTop = open.offsetTop - open.parentElement.offsetTop;

  const move = (by) => {
    const all = items();
    const here = all.findIndex((item) => item.getAttribute("aria-current"));
    const to = all[here + by];
    if (to) location.href = to.href;
  };

  const toggle = (details) => {
    if (!details) return;
    details.open = !details.open;
    details.querySelector("summary").focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A key that is held down decides once, not on every case that comes after.
    if (event.repeat && event.key !== "j" && event.key !== "k") return;
    if (event.key === "Escape" && reject()?.open) return toggle(reject());
    if (typing(event.target)) return;
    const digit = /^[1-9]$/.test(event.key) && reject()?.open;
    if (digit) reject().querySelectorAll("button[name=reason]")[event.key - 1]?.click();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "a" || event.key === "u") key(event.key)?.click();
    else if (event.key === "r" || event.key === "?") toggle(key(event.key));
    else return;
    event.preventDefault();
  });
})();
