// Sends the forms that do something without leaving the page. They go to the same addresses as without JavaScript, and
// of the page that comes back what has changed is taken over.

import { sendForm } from "./fetching.js";
import { lookAgain } from "./live.js";
import { announce, showMessages } from "./saying.js";

export function sendForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // Without something to look at again the answer has to be a page of its own.
    const isOurs = form.matches(".action, .wish") && document.getElementById("live");
    if (!isOurs || event.defaultPrevented) return;
    event.preventDefault();
    send(form);
  });
}

async function send(form) {
  const button = form.querySelector("button");
  // Not disabled: that would take the focus away.
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  try {
    const { page, isTaken } = await sendForm(form);
    if (form.matches(".wish")) showFaults(form, page, isTaken);
    else if (!isTaken) throw new Error("The server refused it.");
    showMessages(page);
    await lookAgain();
  } catch {
    announce("That did not work: the server did not answer as it should.");
    document.getElementById("messages").replaceChildren(failure());
  } finally {
    button.ariaDisabled = null;
  }
}

function failure() {
  const sentence = document.createElement("p");
  sentence.className = "error";
  sentence.textContent = "That did not work. Try again, or load the page anew.";
  return sentence;
}

// Shows what is wrong with a prompt beside it, and leaves the prompt as it is; what was taken may be varied and sent again.
function showFaults(form, page, isTaken) {
  for (const error of form.querySelectorAll(".error")) error.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  if (isTaken) return;
  const answered = page.getElementById("wish");
  if (!answered) throw new Error("The answer is no form.");
  for (const error of answered.querySelectorAll(":scope > .error")) form.prepend(document.importNode(error, true));
  for (const error of answered.querySelectorAll(".field > .error")) {
    const field = form.querySelector(`#${error.id.replace(/_error$/, "")}`);
    field.closest(".field").append(document.importNode(error, true));
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", error.id);
  }
  form.querySelector("[aria-invalid]")?.focus();
}
