import type { Page } from "./read-pages.ts";

const publisher = { "@type": "Organization", name: "Nordlys" };

/** The page's JSON-LD (schema.org), safe to stand inside a script element; empty where none is natural. */
export function structuredData(page: Page, home: string): string {
  const thing = describe(page, home);
  if (!thing) return "";
  const json = JSON.stringify({ "@context": "https://schema.org", ...thing });
  return json.replaceAll("<", "\\u003c");
}

function describe(page: Page, home: string): Record<string, unknown> | undefined {
  const url = home + page.path;
  if (page.path === "/") {
    return { ...publisher, url, description: page.description, email: "hello@nordlys.example" };
  }
  if (page.kind === "product") {
    return {
      "@type": "Product",
      name: `Nordlys ${page.name ?? page.title}`,
      description: page.description,
      category: "Warehouse software",
      brand: { "@type": "Brand", name: "Nordlys" },
      url,
    };
  }
  if (page.kind === "post") {
    return {
      "@type": "BlogPosting",
      headline: page.heading,
      description: page.description,
      datePublished: page.date,
      author: { "@type": "Person", name: page.author?.name },
      publisher,
      keywords: page.topics.join(", "),
      mainEntityOfPage: url,
    };
  }
  return undefined;
}
