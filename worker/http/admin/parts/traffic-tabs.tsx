import type { View } from "../view.ts";

/** The pages about what comes in: each leads to the others. */
export function TrafficTabs({
  view: { words, base },
  current,
}: {
  view: View;
  current: "views" | "choices" | "events";
}) {
  const pages = [
    ["views", "", words.withoutConsent],
    ["choices", "/choices", words.choicesShort],
    ["events", "/events", words.fateShort],
  ] as const;
  return (
    <nav class="tabs" aria-label={words.traffic}>
      <ul>
        {pages.map(([name, path, title]) => (
          <li>
            <a href={`${base}/traffic${path}`} aria-current={name === current ? "page" : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
