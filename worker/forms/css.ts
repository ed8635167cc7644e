import type { Compiled } from "../playbook/index.ts";
import { FRAME } from "./css-frame.ts";
import { LOOK } from "./css-look.ts";

type Theme = Compiled["site"]["theme"];

/** Of each variable: by day, by night. What the theme sets holds for both. */
const COLOURS: { [name in keyof Theme]?: [day: string, night: string] } = {
  accent: ["#0b5c5c", "#6fd0c5"],
  onAccent: ["#ffffff", "#07211f"],
  ink: ["#17212b", "#e8edf2"],
  paper: ["#ffffff", "#12181f"],
  line: ["#6b7885", "#8592a0"],
  wrong: ["#a4161a", "#ff9b9b"],
};
const SIZES: { [name in keyof Theme]?: string } = { radius: "0.4rem", gap: "1.1rem" };

/**
 * `form.css`: variables that any page may set anew, and after them the look of forms; only what is around a form that shows itself
 * with `part` "frame". Which of the two colours holds follows the page's own `color-scheme`: light where it has none.
 */
export function formCss(theme: Theme, part: "all" | "frame" = "all"): string {
  const variables = [
    ...Object.entries(COLOURS).map(([name, [day, night]]) => {
      const own = theme[name as keyof Theme];
      return [name, own ?? `light-dark(${day},${night})`];
    }),
    ...Object.entries(SIZES).map(([name, size]) => [name, theme[name as keyof Theme] ?? size]),
  ];
  const set = variables.map(([name, value]) => `--fodspor-${kebab(name!)}:${value}`).join(";");
  return `:where(:root){${set}}\n${part === "frame" ? FRAME : FRAME + LOOK}`;
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
