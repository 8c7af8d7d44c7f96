// Makes an element equal to a fresh one from the server and keeps every element that stays, known by its id or its
// place: pictures do not load again, progress bars glide, the focus stays where it was.

export function become(shown, fresh) {
  if (shown.isEqualNode(fresh)) return;
  if (shown.nodeType !== Node.ELEMENT_NODE) {
    if (shown.nodeValue !== fresh.nodeValue) shown.nodeValue = fresh.nodeValue;
    return;
  }
  // The token against forged forms is another one on every page; the one that is there stays good.
  if (shown.name === "csrfmiddlewaretoken") return;
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

// Changes a part of the page; when what had the focus is gone afterwards, what has taken its place gets it: the picture
// of the job that it belonged to, else the heading above, else the page's contents.
export function afterwards(part, change) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const job = focused?.closest("[data-job]")?.dataset.job;
  const section = focused?.closest("section")?.id;
  change();
  if (!focused || focused.isConnected) return;
  const successor =
    (job && part.querySelector(`[data-job="${job}"] a`)) ||
    (section && document.getElementById(section)?.querySelector("h2")) ||
    part.querySelector("h2") ||
    document.getElementById("main");
  successor.focus({ preventScroll: true });
}

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function takeOverAttributes(shown, fresh) {
  for (const { name } of [...shown.attributes]) {
    // Which print the keys are at is ours.
    if (!fresh.hasAttribute(name) && name !== "tabindex") shown.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  if (shown.localName === "progress") shown.value = fresh.value;
}

function sameSort(shown, fresh) {
  return shown && !shown.id && shown.nodeName === fresh.nodeName;
}

function arriving(fresh) {
  const copy = document.importNode(fresh, true);
  if (copy.id) copy.classList.add("arriving");
  return copy;
}
