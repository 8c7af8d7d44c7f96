// Says aloud, through a screen reader, what arrives; and shows what the server has to say about something one did.

const news = document.getElementById("news");
const messages = document.getElementById("messages");
// So many are named; of more it is said how many.
const MOST_NAMED = 3;
const MESSAGES_STAY = 6_000;

let clearing;

export function announce(sentence) {
  news.textContent = sentence;
}

// Names the pictures that the fresh part has and the shown one has not, and the jobs that have failed since.
export function announceArrivals(shown, fresh) {
  const known = (element) => shown.querySelector(`#${CSS.escape(element.id)}`);
  const arrived = [...fresh.querySelectorAll(".plate")].filter((plate) => !known(plate));
  const sentences = [];
  if (arrived.length > MOST_NAMED) sentences.push(`${arrived.length} new pictures.`);
  else sentences.push(...arrived.map((plate) => `New picture: ${plate.dataset.says}.`));
  for (const job of fresh.querySelectorAll(".job:is(.failed, .timeout)")) {
    const before = known(job);
    if (!before || before.matches(".failed, .timeout")) continue;
    sentences.push(`${job.querySelector("h3").textContent}: failed. ${job.querySelector(".why")?.textContent ?? ""}`);
  }
  if (sentences.length) announce(sentences.join(" "));
}

export function showMessages(page) {
  const fresh = page.getElementById("messages");
  if (!fresh?.children.length) return;
  messages.replaceChildren(...[...fresh.children].map((message) => document.importNode(message, true)));
  clearTimeout(clearing);
  clearing = setTimeout(() => messages.replaceChildren(), MESSAGES_STAY);
}
