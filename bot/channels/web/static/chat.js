// Turns the page's forms into turns in place. Without this file the same forms load the page anew.
"use strict";
const conversation = document.getElementById("conversation");

function leave() {
  const address = document.querySelector("[data-leave]").dataset.leave;
  // First make the screen harmless, then tell the server; waiting for an answer could take seconds.
  document.body.replaceChildren();
  document.title = "…";
  fetch("/leave", { method: "POST", keepalive: true }).catch(() => {});
  location.replace(address);
}

async function turn(body) {
  conversation.setAttribute("aria-busy", "true");
  try {
    const response = await fetch("/", { method: "POST", body, headers: { "X-Part": "conversation" } });
    if (!response.ok) throw new Error(response.status);
    conversation.innerHTML = await response.text();
    const shown = conversation.firstElementChild;
    document.documentElement.lang = shown.lang;
    document.title = shown.dataset.title;
    conversation.focus({ preventScroll: true });
    scrollTo(0, 0);
  } catch {
    lost();
  } finally {
    conversation.removeAttribute("aria-busy");
  }
}

function lost() {
  conversation.querySelector(".lost")?.remove();
  const line = document.createElement("p");
  line.className = "lost";
  line.setAttribute("role", "alert");
  line.textContent = conversation.firstElementChild.dataset.lost;
  conversation.querySelector(".message").append(line);
}

conversation.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.dataset.leave) leave();
  else turn(new URLSearchParams(new FormData(event.target, event.submitter)));
});

// Three times Shift leaves too; Escape would stop the new page from loading.
let pressed = 0;
document.addEventListener("keydown", (event) => {
  pressed = event.key === "Shift" ? pressed + 1 : 0;
  if (pressed === 3) leave();
});
