import type { Frame } from "../view.ts";

/** The pages about people and what they may ask for: each leads to the others. */
export function PeopleTabs({
  frame: { words, base },
  current,
}: {
  frame: Frame;
  current: "people" | "rights" | "suppressions";
}) {
  const pages = [
    ["people", words.people],
    ["rights", words.asking.rights],
    ["suppressions", words.asking.suppressions],
  ] as const;
  return (
    <nav class="tabs" aria-label={words.asking.peopleTabs}>
      <ul>
        {pages.map(([name, title]) => (
          <li>
            <a href={`${base}/${name}`} aria-current={name === current ? "page" : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Finds by a whole address what is kept under its fingerprint. */
export function ByAddress({ frame, path, email }: { frame: Frame; path: string; email: string | undefined }) {
  const { words } = frame;
  return (
    <form class="card filter by-address" method="get" action={path} role="search" aria-label={words.asking.findRights}>
      <Address frame={frame} value={email} isNeeded />
      <span class="actions">
        <button type="submit">{words.show}</button>
        {email !== undefined && (
          <a class="button quiet" href={path}>
            {words.clear}
          </a>
        )}
      </span>
    </form>
  );
}

/** Where an address is written; `isNeeded` where nothing can be done without. */
export function Address(props: { frame: Frame; value?: string | undefined; isNeeded?: boolean }) {
  const { words } = props.frame;
  return (
    <label>
      <span>
        {words.email} <span class="faint">({words.emailHelp})</span>
      </span>
      <input
        name="email"
        type="text"
        inputmode="email"
        autocomplete="off"
        spellcheck={false}
        required={props.isNeeded}
        value={props.value ?? ""}
      />
    </label>
  );
}
