// Says the verdict aloud when a look at the page (refresh.js) has brought another one, and only then: figures change
// with every look, and nobody wants to hear each of them.

const said = document.getElementById("said");
const verdict = () => document.getElementById("verdict")?.textContent.trim() ?? "";
// "Working: 12 pictures ..." and "Working: 13 pictures ..." are the same news.
const news = () => verdict().replace(/[\d,.]+/g, "");

let last = news();

new MutationObserver(() => {
  if (news() === last) return;
  last = news();
  said.textContent = verdict();
  document.title = document.title.replace(/^.*\| /, `${verdict()} | `);
}).observe(said.parentElement, { childList: true });
