// Looks at the page again every few seconds and takes over what has changed, while somebody can see it.
// The element with `data-refresh` says how often; when a newer page has no such number any more, that was the end.

const PATIENCE = 15_000;

async function look(live) {
  const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  // A page that one was sent on to, such as the login, is another page.
  if (!answer.ok || answer.redirected) return live;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(live.id);
  if (!fresh || fresh.isEqualNode(live) || isInUse(live)) return live;
  live.replaceWith(fresh);
  return fresh;
}

// What somebody is typing, has opened or has the focus in is left alone until they are done.
function isInUse(live) {
  return live.contains(document.activeElement) || live.querySelector("details[open]") !== null;
}

async function follow(live) {
  while (live.dataset.refresh) {
    await new Promise((resume) => setTimeout(resume, Number(live.dataset.refresh) * 1000));
    if (document.hidden) continue;
    try {
      live = await look(live);
    } catch {
      // The next look may find the server again.
    }
  }
}

for (const live of document.querySelectorAll("[data-refresh]")) follow(live);
