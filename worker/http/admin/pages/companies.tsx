import { type Company, type CompanyFilter, type CompanyOrder, ORDERS, SOURCES } from "../../../reports/companies.ts";
import type { Part } from "../../../reports/page.ts";
import { Layout } from "../layout.tsx";
import { Groups, groupTitle } from "../parts/buying-centre.tsx";
import { Pager } from "../parts/pager.tsx";
import { Table } from "../parts/table.tsx";
import { Time } from "../parts/time.tsx";
import { Select } from "../parts/select.tsx";
import { format, type View } from "../view.ts";

interface CompaniesProps {
  view: View;
  wanted: CompanyFilter;
  order: CompanyOrder;
  cursor: string | undefined;
  part: Part<Company>;
}

export function Companies({ view, wanted, order, cursor, part: { items, next } }: CompaniesProps) {
  const { words, base } = view;
  const path = `${base}/companies`;
  const isFiltered = Object.values(wanted).some((value) => value !== undefined);
  return (
    <Layout frame={view} title={words.companies} current="companies" here={path}>
      <Filter view={view} wanted={wanted} order={order} isFiltered={isFiltered} />
      <Table
        caption={order === "score" ? words.accountsByScore : words.companiesCaption}
        columns={[
          { title: words.company },
          { title: words.knownBy },
          { title: words.people, isNumber: true },
          { title: words.visits, isNumber: true },
          { title: words.accountScore, isNumber: true },
          { title: words.segments },
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
          <>
            <b>{format(view, company.score)}</b>
            {company.people > 1 && company.score !== 0 && (
              <span class="faint under">{words.accountMost(format(view, company.hottest))}</span>
            )}
          </>,
          <Groups view={view} names={company.segments} />,
          <Time view={view} at={company.lastSeen} />,
        ])}
      />
      <Pager
        frame={view}
        path={path}
        query={{ ...wanted, sort: order === "seen" ? undefined : order }}
        cursor={cursor}
        next={next}
      />
      <p class="faint">{words.accountScoreNote}</p>
      <p class="faint">{words.attributed}</p>
    </Layout>
  );
}

/** What a company is known by, in words. */
export function sourcesOf({ words }: View, { sources }: Company): string {
  return sources.map((source) => words.sources[source] ?? source).join(", ") || "–";
}

interface FilterProps {
  view: View;
  wanted: CompanyFilter;
  order: CompanyOrder;
  isFiltered: boolean;
}

function Filter({ view, wanted, order, isFiltered }: FilterProps) {
  const { words, base, playbook } = view;
  return (
    <form
      class="card filter four"
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
        <Select
          name="source"
          any={words.any}
          chosen={wanted.source}
          options={SOURCES.map((source) => [source, words.sources[source]!])}
        />
      </label>
      <label>
        {words.accountSegment}
        <Select
          name="segment"
          any={words.any}
          chosen={wanted.segment}
          options={Object.keys(playbook.companies.segments).map((name) => [name, groupTitle(view, name)])}
        />
      </label>
      <label>
        {words.accountOrder}
        <select name="sort">
          {ORDERS.map((one) => (
            <option value={one} selected={one === order}>
              {words.accountOrders[one]}
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
