import { type Company, type CompanyFilter, SOURCES } from "../../../reports/companies.ts";
import type { Part } from "../../../reports/page.ts";
import { Layout } from "../layout.tsx";
import { Pager } from "../parts/pager.tsx";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { format, type View } from "../view.ts";

interface CompaniesProps {
  view: View;
  wanted: CompanyFilter;
  cursor: string | undefined;
  part: Part<Company>;
}

export function Companies({ view, wanted, cursor, part: { items, next } }: CompaniesProps) {
  const { words, base } = view;
  const path = `${base}/companies`;
  const isFiltered = Object.values(wanted).some((value) => value !== undefined);
  return (
    <Layout frame={view} title={words.companies} current="companies" here={path}>
      <Filter view={view} wanted={wanted} isFiltered={isFiltered} />
      <Table
        caption={words.companiesCaption}
        columns={[
          { title: words.company },
          { title: words.knownBy },
          { title: words.people, isNumber: true },
          { title: words.visits, isNumber: true },
          { title: words.lastSeen },
        ]}
        empty={isFiltered ? words.noCompanies : words.noCompaniesYet}
        rows={items.map((company) => [
          <>
            <a class="long" href={`${path}/${company.id}`}>
              {company.name}
            </a>
            {company.domain !== null && company.domain !== company.name && (
              <span class="faint under long">{company.domain}</span>
            )}
          </>,
          sourcesOf(view, company),
          format(view, company.people),
          format(view, company.visits),
          <Time view={view} at={company.lastSeen} />,
        ])}
      />
      <Pager frame={view} path={path} query={{ ...wanted }} cursor={cursor} next={next} />
      <p class="faint">{words.attributed}</p>
    </Layout>
  );
}

/** What a company is known by, in words. */
export function sourcesOf({ words }: View, { sources }: Company): string {
  return sources.map((source) => words.sources[source] ?? source).join(", ") || "–";
}

function Filter({ view, wanted, isFiltered }: { view: View; wanted: CompanyFilter; isFiltered: boolean }) {
  const { words, base } = view;
  return (
    <form
      class="card filter two"
      method="get"
      action={`${base}/companies`}
      role="search"
      aria-label={words.findCompanies}
    >
      <label>
        <span>
          {words.companySearch} <span class="faint">({words.companySearchHelp})</span>
        </span>
        <input name="q" type="search" maxlength={100} autocomplete="off" spellcheck={false} value={wanted.q ?? ""} />
      </label>
      <label>
        {words.knownBy}
        <select name="source">
          <option value="">{words.any}</option>
          {SOURCES.map((source) => (
            <option value={source} selected={source === wanted.source}>
              {words.sources[source]}
            </option>
          ))}
        </select>
      </label>
      <span class="actions">
        <button type="submit">{words.show}</button>
        {isFiltered && (
          <a class="button quiet" href={`${base}/companies`}>
            {words.clear}
          </a>
        )}
      </span>
    </form>
  );
}
