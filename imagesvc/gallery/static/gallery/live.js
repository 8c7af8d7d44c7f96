// Follows the jobs over the stream of events. Progress is shown as it comes; of everything else the stream only says
// that something has changed, and the page is fetched again. It is fetched, too, whenever the stream opens: whatever
// happened before is then in the page, and whatever happens later is told.

import { fetchPage } from "./fetching.js";
import { afterwards, become } from "./morph.js";
import { announceArrivals } from "./saying.js";

const ADDRESS = "/api/events";
// Between two looks at the page, and how many times longer than the look itself took: a slow server is asked less.
const SHORTEST_PAUSE = 250;
const REST = 2;
// Previews come with the page, not with the stream.
const PREVIEW_PAUSE = 2_000;
// The browser comes back by itself when a connection breaks off, but not when it was refused.
const REFUSED_PAUSE = 5_000;
// A restart takes less than this; nobody needs to hear of it.
const NOTICE_PAUSE = 1_500;

const live = document.getElementById("live");
const lost = document.getElementById("lost");

let source = null;
let reopening;
let noticing;
let looking = null;
let isWanted = false;
let previewing;

export function followJobs() {
  if (!live?.dataset.follows) return;
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : start()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => event.persisted && start());
  if (!document.hidden) start();
}

// Asks for the page again, now or, while that is being done, once more afterwards.
export function lookAgain() {
  isWanted = true;
  looking ??= lookWhileWanted().finally(() => (looking = null));
  return looking;
}

// Takes over what a page, of whatever address of ours, says of what this one shows.
export function takeOver(page) {
  const fresh = page.getElementById("live");
  if (!live || !fresh) return;
  afterwards(live, () => become(live, fresh));
}

// A tab that nobody sees needs no connection of the six that a browser opens to one server.
function start() {
  if (source) return;
  source = new EventSource(ADDRESS);
  source.addEventListener("open", async () => {
    saySilence(false);
    await lookAgain();
    document.documentElement.dataset.following = "yes";
  });
  source.addEventListener("message", (event) => hear(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    saySilence(true);
    if (source?.readyState === EventSource.CLOSED) {
      stop();
      reopening = setTimeout(start, REFUSED_PAUSE);
    }
  });
}

function stop() {
  clearTimeout(reopening);
  source?.close();
  source = null;
}

function saySilence(isSilent) {
  clearTimeout(noticing);
  if (isSilent) noticing = setTimeout(() => (lost.hidden = false), NOTICE_PAUSE);
  else lost.hidden = true;
}

function hear(update) {
  if (!concerns(update)) return;
  const shown = document.getElementById(`job-${update.jobId}`);
  const bar = shown?.querySelector("progress");
  if (update.phase !== "progress" || !bar) {
    lookAgain();
    return;
  }
  bar.value = update.progress;
  bar.textContent = `${update.progress} %`;
  const percent = shown.querySelector(".percent");
  if (percent) percent.textContent = `${update.progress}\u2009%`;
  const message = shown.querySelector(".message");
  if (message) message.textContent = update.message;
  previewing ??= setTimeout(() => {
    previewing = undefined;
    lookAgain();
  }, PREVIEW_PAUSE);
}

function concerns(update) {
  const { follows, job, entity } = live.dataset;
  if (follows === "job") return update.jobId === job;
  if (follows === "entity") return entity !== "" && update.payload.entityId === entity;
  return true;
}

async function lookWhileWanted() {
  while (isWanted) {
    isWanted = false;
    const began = performance.now();
    try {
      const address = location.href;
      const page = await fetchPage(address);
      // It may be another one by now: somebody has looked for something.
      if (address === location.href) {
        announceArrivals(live, page);
        takeOver(page);
      }
    } catch {
      // The stream says when the server is back; without a break of the stream the next event asks again.
    }
    const took = performance.now() - began;
    await new Promise((resume) => setTimeout(resume, Math.max(SHORTEST_PAUSE, REST * took)));
  }
}
