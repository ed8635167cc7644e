import { isMap, isPair, isScalar, LineCounter, type Node } from "yaml";
import { parseBounded } from "./yaml-limits.ts";

/** Keys from the top of the playbook, as zod tells them. */
export type Path = PropertyKey[];

/** Where something stands in a file; lines and columns count from 1. */
export interface Position {
  line: number;
  column: number;
}

/** A YAML text that remembers where each of its values was written. */
export interface YamlSource {
  value: unknown;
  /** What is not YAML at all, in the parser's words. */
  errors: (Position & { message: string })[];
  /** The place of the value at `path`; of the nearest one around it if there is none. */
  position(path: Path): Position;
  /** The text at `path`, the line it begins on (for a block scalar, the one after its `|`) and how far it is indented. */
  text(path: Path): { text: string; line: number; indent: number } | undefined;
}

/** Parses YAML 1.2 that begins on line `firstLine` of its file. */
export function parseYaml(text: string, firstLine = 1): YamlSource {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: line + firstLine - 1, column: col };
  };
  const { document, problems } = parseBounded(text, lines);
  const offset = (path: Path): number => {
    for (let length = path.length; length > 0; length--) {
      const found = offsetOf(document.contents, path.slice(0, length));
      if (found !== undefined) return found;
    }
    return document.contents?.range?.[0] ?? 0;
  };
  const errors = problems.map(({ offset: place, message }) => ({ ...at(place), message: sentence(message) }));
  const value: unknown = errors.length > 0 ? undefined : document.toJS({ maxAliasCount: -1 });
  return {
    value,
    errors,
    position: (path) => at(offset(path)),
    text(path) {
      const node = document.getIn(path, true);
      if (!isScalar(node) || typeof node.value !== "string") return undefined;
      const line = at(node.range?.[0] ?? 0).line;
      if (node.type !== "BLOCK_LITERAL" && node.type !== "BLOCK_FOLDED") return { text: node.value, line, indent: 0 };
      const first = text.split("\n")[line - firstLine + 1] ?? "";
      return { text: node.value, line: line + 1, indent: first.length - first.trimStart().length };
    },
  };
}

/** A map's key is where its entry begins, which is where an author looks; a list's item is where its value begins. */
function offsetOf(root: Node | null, path: Path): number | undefined {
  let node: unknown = root;
  let offset: number | undefined;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && String(item.key) === String(key));
      if (!pair) return undefined;
      offset = (pair.key as Node | null)?.range?.[0] ?? offset;
      node = pair.value;
    } else {
      const items = (node as { items?: unknown[] } | null)?.items;
      node = Array.isArray(items) ? items[Number(key)] : undefined;
      if (node === undefined) return undefined;
      offset = (node as Node).range?.[0] ?? offset;
    }
  }
  return offset;
}

const sentence = (message: string): string => message.replace(/\s+/g, " ").trim();
