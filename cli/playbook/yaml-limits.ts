import { type Alias, Document, isAlias, isPair, type LineCounter, type Node, parseDocument, visit } from "yaml";
import { yamlInWords } from "./yaml-words.ts";

/** Aliases in one file: a few save typing, many hide what is said, and aliases of aliases become gigabytes. */
const MOST_ALIASES = 50;
/** Lists and maps in one another; no part of a playbook comes near. */
const MOST_DEEP = 60;
/** Values in one file, those that an alias stands for counted each time. */
const MOST_VALUES = 50_000;

interface Problem {
  offset: number;
  message: string;
}

/** A YAML document, and what keeps it from being used: mistakes, and what a few lines could make without end. */
export function parseBounded(text: string, lineCounter: LineCounter): { document: Document; problems: Problem[] } {
  try {
    // Keys that are there twice are looked for below; the parser's own search takes a time that grows with their square.
    const document: Document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false });
    // What comes after a first mistake is mostly its echo.
    const [broken] = [...document.errors, ...document.warnings];
    if (!broken) return { document, problems: [...oddities(document)] };
    const message = broken.code === "RESOURCE_EXHAUSTION" ? TOO_DEEP : yamlInWords(broken.message);
    return { document, problems: [{ offset: broken.pos[0], message }] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { document: new Document(null), problems: [{ offset: 0, message: TOO_DEEP }] };
  }
}

const TOO_DEEP = `this is nested deeper than ${MOST_DEEP} levels, or an alias (*name) stands inside its own anchor (&name)`;

function* oddities(document: Document): Generator<Problem> {
  const targets = new Map<Alias, Node | undefined>();
  const anchors = new Map<string, Node>();
  const wrong: Problem[] = [];
  visit(document, {
    Alias: (_, alias) => void targets.set(alias, anchors.get(alias.source)),
    Value(_, node) {
      if (node.anchor) anchors.set(node.anchor, node);
    },
    Pair(_, { key }, path) {
      const parent = path.at(-1) as { items: { key: unknown }[] };
      if (parent.items[0]?.key !== key) return;
      const keys = new Set<string>();
      for (const item of parent.items) {
        const name = String(item.key);
        if (keys.has(name)) wrong.push({ offset: start(item.key), message: `"${name}" is there twice; remove one` });
        else if (Object.hasOwn(UNREAD, name)) wrong.push({ offset: start(item.key), message: UNREAD[name]! });
        keys.add(name);
      }
    },
  });
  yield* wrong;
  const aliases = [...targets.keys()];
  const loose = aliases.find((alias) => targets.get(alias) === undefined);
  if (loose) {
    const message = `there is no anchor &${loose.source} before this alias; a text that begins with * stands in quotes`;
    yield { offset: start(loose), message };
    return;
  }
  if (aliases.length > MOST_ALIASES) {
    const message = `there are more than ${MOST_ALIASES} aliases (*name); write out what they stand for`;
    yield { offset: start(aliases[MOST_ALIASES]), message };
    return;
  }
  const message = excess(document.contents, 0, targets, { left: MOST_VALUES });
  if (message !== undefined) yield { offset: start(aliases[0] ?? document.contents), message };
}

/** Names that would be passed over. */
const UNREAD: Record<string, string> = {
  "<<": '"<<" is of an older YAML and is not read; write out what it stands for',
  ["__proto__"]: '"__proto__" is JavaScript\'s own name; choose another',
};

const start = (node: unknown): number => (node as Node | null | undefined)?.range?.[0] ?? 0;

/** What is too much of what a node stands for. */
function excess(
  node: unknown,
  depth: number,
  targets: Map<Alias, Node | undefined>,
  budget: { left: number },
): string | undefined {
  if (depth > MOST_DEEP) return TOO_DEEP;
  if (--budget.left < 0)
    return `this stands for more than ${MOST_VALUES.toLocaleString("en")} values; write less, and fewer aliases (*name)`;
  if (isAlias(node)) return excess(targets.get(node), depth + 1, targets, budget);
  for (const child of (node as { items?: unknown[] } | null | undefined)?.items ?? []) {
    const message = excess(isPair(child) ? child.value : child, depth + 1, targets, budget);
    if (message !== undefined) return message;
  }
  return undefined;
}
