import type { CompanyClaim } from "../event.ts";
import { Id } from "./common.ts";
import { firstEmail, traitsOf } from "./traits.ts";

/** A company as a group call's traits, or the trait `company` of a person, tell of it. */
export function companyOf(
  groupId: string | undefined,
  told: Record<string, unknown>,
): { claim: CompanyClaim; leftOut: number } {
  const { values, leftOut } = traitsOf(told);
  const { name, ...traits } = values;
  const claim = {
    groupId,
    domain: hostOf(told["domain"]) ?? hostOf(told["website"]) ?? hostOf(firstEmail(told["email"])?.split("@")[1]),
    name: typeof name === "string" ? name.slice(0, 200) : undefined,
    traits,
  };
  return { claim, leftOut };
}

/** The company that a person's traits name, where it is told as an object with an id, a domain or a website. */
export function employerOf(told: unknown): CompanyClaim | undefined {
  if (told === null || typeof told !== "object" || Array.isArray(told)) return undefined;
  const { id, ...rest } = told as Record<string, unknown>;
  const groupId = Id.safeParse(id).data;
  const { claim } = companyOf(groupId, rest);
  return (claim.groupId ?? claim.domain) ? claim : undefined;
}

/** `acme.dk` of `https://www.acme.dk/about` or of itself. */
function hostOf(told: unknown): string | undefined {
  if (typeof told !== "string" || told.trim() === "") return undefined;
  const host = URL.parse(told.includes("://") ? told : `https://${told}`)?.hostname.replace(/^www\./, "");
  const isDomain = host !== undefined && host.length <= 253 && /^[a-z\d.-]+\.[a-z][a-z\d-]+$/.test(host);
  return isDomain ? host : undefined;
}
