// Searches while one types: the same page that the form leads to, taken over in place.

import { fetchPage } from "./fetching.js";
import { takeOver } from "./live.js";
import { announce } from "./saying.js";

const PAUSE = 300;

export function searchWhileTyping() {
  const form = document.getElementById("search");
  if (!form) return;
  let waiting;
  let asking;

  async function search() {
    const wanted = new FormData(form);
    // Nothing is searched for: the address says nothing of it.
    for (const [name, value] of [...wanted]) if (!value.trim()) wanted.delete(name);
    const query = new URLSearchParams(wanted).toString();
    const address = new URL(query ? `${form.action.split("?")[0]}?${query}` : form.action.split("?")[0]);
    if (address.href === location.href) return;
    asking?.abort();
    asking = new AbortController();
    try {
      const page = await fetchPage(address, { signal: asking.signal });
      history.replaceState(null, "", address);
      document.title = page.title;
      takeOver(page);
      const found = document.querySelectorAll("#live .plate, #live .rows .job").length;
      announce(found ? `${found} found on this page.` : "Nothing found.");
    } catch {
      // Another search has begun meanwhile, or the form still works when it is sent.
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search();
  });
}
