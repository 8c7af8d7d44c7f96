// Keeps the gallery fresh: fetches its own page again and takes over what has changed, often while something is being
// drawn, seldom when nothing is or nobody looks. It makes no markup of its own: every text was escaped by the server
// and stays a text node.

const BUSY_PAUSE = 2_000;
const IDLE_PAUSE = 10_000;
const HIDDEN_PAUSE = 60_000;
const PATIENCE = 15_000;

const gallery = document.getElementById("gallery");
const notice = document.getElementById("notice");
let timer;

async function tick() {
  clearTimeout(timer);
  try {
    become(gallery, await fetchGallery());
    notice.hidden = true;
  } catch {
    notice.hidden = false;
  }
  // A second tick may have started meanwhile, when the tab came to the front: keep one timer.
  clearTimeout(timer);
  timer = setTimeout(tick, pause());
}

function pause() {
  if (document.hidden) return HIDDEN_PAUSE;
  return "busy" in gallery.dataset && notice.hidden ? BUSY_PAUSE : IDLE_PAUSE;
}

async function fetchGallery() {
  const answer = await fetch(location.href, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById("gallery");
}

// Makes `shown` equal to `fresh` and keeps every element that stays, known by its id or its place: pictures do not
// load again, progress bars glide, the focus stays where it was.
function become(shown, fresh) {
  if (shown.isEqualNode(fresh)) return;
  if (shown.nodeType !== Node.ELEMENT_NODE) {
    shown.nodeValue = fresh.nodeValue;
    return;
  }
  takeOverAttributes(shown, fresh);

  const staying = new Set([...fresh.children].map((child) => child.id));
  for (const child of [...shown.children]) {
    if (child.id && !staying.has(child.id)) child.remove();
  }
  const known = new Map([...shown.children].map((child) => [child.id, child]));

  let place = shown.firstChild;
  for (const wanted of fresh.childNodes) {
    const found = wanted.id ? known.get(wanted.id) : sameSort(place, wanted) ? place : null;
    if (!found) {
      shown.insertBefore(arriving(wanted), place);
      continue;
    }
    // A moved element loses the focus: rather remove the text between than move an element over it.
    while (place !== found && place && !place.id) place = removed(place);
    if (place !== found) shown.insertBefore(found, place);
    become(found, wanted);
    place = found.nextSibling;
  }
  while (place) place = removed(place);
}

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function takeOverAttributes(shown, fresh) {
  for (const { name } of [...shown.attributes]) {
    if (!fresh.hasAttribute(name)) shown.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
}

function sameSort(shown, fresh) {
  return shown && !shown.id && shown.nodeName === fresh.nodeName;
}

function arriving(fresh) {
  const copy = document.importNode(fresh, true);
  if (copy.id) copy.classList.add("arriving");
  return copy;
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) tick();
});
timer = setTimeout(tick, pause());
