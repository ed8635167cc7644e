import { z } from "zod";
import { companyDomain, domainOfEmail } from "../companies/names.ts";
import type { CompanyClaim } from "../events/event.ts";
import { normalizeEmail } from "../lib/email.ts";
import { type Compiled, questionsOf, traitOf } from "../playbook/index.ts";
import type { TraitValue } from "../state/state.ts";
import { RowProblem } from "./import.ts";
import { parsePermission, PermissionCells, type ToldPermission } from "./permission.ts";

const Cell = z.string().trim().default("");
const Value = z.union([z.string(), z.number(), z.boolean()]);

/** One person of a file, its columns mapped. Unknown keys are refused: what is not read should not be thought imported. */
const PersonRow = z.strictObject({
  email: Cell,
  userId: Cell.pipe(z.string().max(200)),
  traits: z.record(z.string(), Value).default({}),
  company: z
    .strictObject({ name: Cell.pipe(z.string().max(200)), domain: Cell.pipe(z.string().max(253)) })
    .partial()
    .default({}),
  permissions: z.record(z.string(), PermissionCells).default({}),
});

/** A person as a row tells them, checked. */
export interface ToldPerson {
  email: string | undefined;
  userId: string | undefined;
  traits: Record<string, TraitValue>;
  company: CompanyClaim | undefined;
  permissions: ToldPermission[];
  /** What of the row cannot be taken, while the rest can. */
  problems: RowProblem[];
}

/** An e-mail address, as it is compared. */
export const Email = z.string().max(254).transform(normalizeEmail).pipe(z.email());

/** How long a trait's text may be, as for a form's answers. */
const LONGEST = 200;

/** A trait's name, as forms and rules use it. */
export const TRAIT_NAME = /^[a-z][A-Za-z0-9]{0,31}$/;

/** Checks one row. @throws RowProblem when nothing of it can be taken */
export function parsePerson(raw: unknown, file: string, playbook: Compiled, now: number): ToldPerson {
  const parsed = PersonRow.safeParse(raw);
  if (!parsed.success) {
    throw new RowProblem("invalid_row", toldOf(parsed.error.issues[0]!));
  }
  const row = parsed.data;
  const email = row.email === "" ? undefined : Email.safeParse(row.email);
  if (email?.success === false) throw new RowProblem("invalid_email", "email: not an e-mail address");
  const userId = row.userId || undefined;
  if (!email && !userId)
    throw new RowProblem("nobody", "neither an e-mail address nor a userId: nobody would be found again");
  const traits = parseTraits(row.traits, playbook);
  const { permissions, problems } = parsePermissions(row.permissions, email !== undefined, file, playbook, now);
  const company = parseCompany(row.company, email?.data, problems);
  // A name alone does not tell which company it is; it is kept as what the person said.
  if (row.company.name && !company) traits["company"] ??= row.company.name.slice(0, LONGEST);
  const isAll = !company && Object.keys(traits).length === 0 && permissions.length === 0;
  if (isAll && problems.length > 0) throw problems[0]!;
  return { email: email?.data, userId, traits, company, permissions, problems };
}

/** What is wrong with a row's shape. Reasons are kept, so names that are not ours but the row's are not repeated. */
function toldOf({ path, code, message }: z.core.$ZodIssue): string {
  const own = path.filter((part) => NAMES.has(String(part))).join(".") || "row";
  return `${own}: ${code === "unrecognized_keys" ? `there is a name that is none of ${[...NAMES].join(", ")}` : message}`;
}

const NAMES = new Set([...Object.keys(PersonRow.shape), "name", "domain", ...Object.keys(PermissionCells.shape)]);

/** The company by its domain, else by that of the person's address. */
function parseCompany(
  { name, domain: told }: { name?: string | undefined; domain?: string | undefined },
  email: string | undefined,
  problems: RowProblem[],
): CompanyClaim | undefined {
  const own = told ? companyDomain(told) : null;
  if (told && own === null)
    problems.push(
      new RowProblem("invalid_company", "company.domain: no domain, or one where anybody may have an address"),
    );
  const domain = own ?? (name && email ? domainOfEmail(email) : null);
  return domain === null ? undefined : { domain, ...(name ? { name } : {}) };
}

function parsePermissions(
  told: Record<string, PermissionCells>,
  hasEmail: boolean,
  file: string,
  playbook: Compiled,
  now: number,
): Pick<ToldPerson, "permissions" | "problems"> {
  const permissions: ToldPermission[] = [];
  const problems: RowProblem[] = [];
  for (const [topic, cells] of Object.entries(told)) {
    try {
      const permission = parsePermission(topic, cells, file, playbook, now);
      if (!permission) continue;
      if (!hasEmail) throw new RowProblem("invalid_permission", `permission ${topic}: it needs an e-mail address`);
      permissions.push(permission);
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error;
      problems.push(error);
    }
  }
  return { permissions, problems };
}

function parseTraits(told: Record<string, TraitValue>, playbook: Compiled): Record<string, TraitValue> {
  const numbers = numbersOf(playbook);
  const traits: Record<string, TraitValue> = {};
  for (const [name, value] of Object.entries(told)) {
    const isName = TRAIT_NAME.test(name) && !(name in Object.prototype);
    const problem = (message: string): RowProblem =>
      new RowProblem("invalid_trait", `${isName ? name : "traits"}: ${message}`);
    if (!isName)
      throw problem("a trait's name has letters and digits and begins with a small letter, such as firstName");
    const text = typeof value === "string" ? value.replaceAll(/\p{Cc}+/gu, " ").trim() : value;
    if (text === "") continue;
    if (typeof text === "string" && text.length > LONGEST)
      throw problem(`longer than ${LONGEST} characters; shorten it, or ignore its column`);
    if (numbers.has(name) && typeof text !== "number") {
      const number = typeof text === "string" && /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
      if (!Number.isFinite(number))
        throw problem("a number in the playbook; write digits, with a point before decimals");
      traits[name] = number;
    } else {
      traits[name] = text;
    }
  }
  return traits;
}

const known = new WeakMap<Compiled, Set<string>>();

/** The traits that are numbers: fields of that type, and sums. */
function numbersOf(playbook: Compiled): Set<string> {
  const before = known.get(playbook);
  if (before) return before;
  const fields = Object.values(playbook.forms).flatMap((form) =>
    questionsOf(form).filter(({ type }) => type === "number"),
  );
  const sums = Object.entries(playbook.site.traits).filter(([, { merge }]) => merge === "add");
  const numbers = new Set([...fields.flatMap((field) => traitOf(field) ?? []), ...sums.map(([name]) => name)]);
  known.set(playbook, numbers);
  return numbers;
}
