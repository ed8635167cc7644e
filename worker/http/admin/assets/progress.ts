/**
 * The playbook page's script: asks how far people have come while a publication goes on, and says each tenth and the end of it.
 */
export const PROGRESS = `const box = document.getElementById("progress");
const said = document.getElementById("progress-said");
const EVERY = 2000;
let tenth = -1;

const isRunning = () => box.querySelector("[data-running]") !== null;

function say() {
  const now = Math.floor(box.querySelector("progress").value * 10);
  if (now === tenth && isRunning()) return;
  tenth = now;
  said.textContent = box.querySelector(isRunning() ? ".progress-text" : ".progress-state").textContent;
}

async function look() {
  if (document.hidden) return;
  const response = await fetch(box.dataset.url, { redirect: "manual", signal: AbortSignal.timeout(10000) });
  if (!response.ok) return;
  box.innerHTML = await response.text();
  say();
}

async function go() {
  try {
    await look();
  } catch {
    // The next look may reach it.
  }
  if (isRunning()) setTimeout(go, EVERY);
}

if (isRunning()) setTimeout(go, EVERY);
`;
