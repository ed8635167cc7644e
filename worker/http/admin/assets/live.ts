/**
 * The overview's only script: asks for new rows every two seconds while somebody is looking, and says how many came.
 * It never reads a row aloud by itself, and stops when asked to.
 */
export const LIVE = `const live = document.getElementById("live");
const rows = document.getElementById("live-rows");
const button = live.querySelector("button");
const status = live.querySelector("[role=status]");
const { url, pause, resume, on, paused, lost, out } = live.dataset;
const EVERY = 2000;
const MOST = 100;
let after = live.dataset.after;
let isPaused = false;
let isOut = false;

function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

async function look() {
  if (isPaused || isOut || document.hidden) return;
  const response = await fetch(url + "?after=" + after, { redirect: "manual", signal: AbortSignal.timeout(10000) });
  if (response.type === "opaqueredirect") {
    isOut = true;
    return say(out);
  }
  if (!response.ok) throw new Error(response.status);
  const html = await response.text();
  if (isPaused) return;
  after = response.headers.get("fodspor-after") ?? after;
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.children.length;
  if (status.textContent === lost || status.textContent === "") say(on);
  if (fresh === 0) return;
  live.querySelector(".empty")?.remove();
  for (const row of template.content.children) row.classList.add("fresh");
  rows.prepend(template.content);
  while (rows.children.length > MOST) rows.lastElementChild.remove();
  say(live.dataset.new + " " + fresh);
}

async function go() {
  try {
    await look();
  } catch {
    say(lost);
  }
  setTimeout(go, EVERY);
}

button.hidden = false;
button.addEventListener("click", () => {
  isPaused = !isPaused;
  button.textContent = isPaused ? resume : pause;
  say(isPaused ? paused : on);
});
say(on);
go();
`;
