// Fetches pages of ours, whole: an element with the id that one looks for is in it, rendered by the server.

const PATIENCE = 15_000;

// Looks at a page, without taking away what it has to say about something one did in another tab.
export async function fetchPage(address, { signal } = {}) {
  const patience = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(address, {
    cache: "no-store",
    headers: { "X-Gallery-Look": "again" },
    signal: signal ? AbortSignal.any([signal, patience]) : patience,
  });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return parse(answer);
}

// Sends a form, and returns the page that it leads to and whether what was sent was taken.
export async function sendForm(form) {
  const body = new FormData(form);
  // A login in another tab gives out a new token; the one in the page is then no longer good.
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (token) body.set("csrfmiddlewaretoken", token);
  const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
  return { page: await parse(answer), isTaken: answer.ok };
}

async function parse(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}
