/**
 * Puts a button beside an address that takes another one instead; null takes it away. Whoever sends theirs all the same has
 * seen it: `sure` tells the Worker.
 */
export function propose(input: HTMLInputElement, email: string | null | undefined): void {
  const place = input.parentElement!.querySelector<HTMLElement>(".fodspor-typo");
  if (!place) return;
  place.replaceChildren();
  if (!email) return;
  const words = (text = "") => text.replace("{email}", () => email);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words(place.dataset["use"]);
  button.onclick = () => {
    input.value = email;
    place.replaceChildren();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  };
  const sure = document.createElement("input");
  sure.type = "hidden";
  sure.name = "sure";
  sure.value = input.value;
  place.append(words(place.dataset["typo"]) + " ", button, sure);
}
