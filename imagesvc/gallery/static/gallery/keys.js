// Keys: arrows go from print to print on a wall and from picture to picture on its page, a slash goes to the search.

const PRINTS = ".plates .print";
const SIDEWAYS = { ArrowLeft: -1, ArrowRight: 1 };
const ACROSS = { ArrowUp: -1, ArrowDown: 1 };

export function followKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = isTyping(event.target) ? null : destination(event);
    if (!target) return;
    event.preventDefault();
    if (target.matches(".trail a")) target.click();
    else target.focus();
  });
  document.addEventListener("focusin", (event) => event.target.matches(PRINTS) && rove(event.target));
  const wall = document.getElementById("live");
  if (!wall) return;
  // Prints come and go.
  new MutationObserver(() => rove()).observe(wall, { childList: true, subtree: true });
  rove();
}

// Of all prints one is reached with the Tab key, and the arrows lead on from there.
function rove(print) {
  const prints = [...document.querySelectorAll(PRINTS)];
  const chosen = print ?? prints.find((each) => each.tabIndex === 0 && each.hasAttribute("tabindex")) ?? prints[0];
  for (const each of prints) {
    const index = each === chosen ? "0" : "-1";
    if (each.getAttribute("tabindex") !== index) each.setAttribute("tabindex", index);
  }
}

function isTyping(element) {
  return element.matches?.("input, textarea, select, [contenteditable]");
}

function destination({ key, target }) {
  if (key === "/") return document.getElementById("q");
  if (key === "Escape") return document.getElementById("back");
  if (target.matches?.(PRINTS)) return beside(target, key);
  if (key === "ArrowLeft") return document.getElementById("newer");
  if (key === "ArrowRight") return document.getElementById("older");
  return null;
}

function beside(print, key) {
  const prints = [...document.querySelectorAll(PRINTS)];
  const number = prints.indexOf(print);
  if (key in SIDEWAYS) return prints[number + SIDEWAYS[key]];
  if (key === "Home") return prints[0];
  if (key === "End") return prints.at(-1);
  if (!(key in ACROSS)) return null;
  return nearestInRow(print, prints, ACROSS[key]);
}

// The print of the next row, up or down, whose middle is nearest.
function nearestInRow(print, prints, direction) {
  const here = print.getBoundingClientRect();
  const others = prints
    .map((each) => ({ each, box: each.getBoundingClientRect() }))
    .filter(({ box }) => direction * (box.top - here.top) > 1 && !(box.top < here.bottom && here.top < box.bottom));
  if (!others.length) return null;
  const tops = others.map(({ box }) => box.top);
  const row = direction > 0 ? Math.min(...tops) : Math.max(...tops);
  const middle = ({ left, right }) => (left + right) / 2;
  const distance = ({ box }) => Math.abs(middle(box) - middle(here));
  return others
    .filter(({ box }) => Math.abs(box.top - row) < box.height / 2)
    .reduce((best, other) => (distance(other) < distance(best) ? other : best)).each;
}
