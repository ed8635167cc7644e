import type { CompanyClaim } from "../event.ts";
import { domainOf } from "../../lib/domain.ts";
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
    domain: domainIn(told["domain"]) ?? domainIn(told["website"]) ?? domainIn(firstEmail(told["email"])?.split("@")[1]),
    name: typeof name === "string" ? name.slice(0, 200) : undefined,
    traits,
  };
  return { claim, leftOut };
}

/** The company that a person's traits name, where it is told as an object with an id, a domain or a website. */
export function employerTold(told: unknown): CompanyClaim | undefined {
  if (told === null || typeof told !== "object" || Array.isArray(told)) return undefined;
  const { id, ...rest } = told as Record<string, unknown>;
  const groupId = Id.safeParse(id).data;
  const { claim } = companyOf(groupId, rest);
  return (claim.groupId ?? claim.domain) ? claim : undefined;
}

const domainIn = (told: unknown): string | undefined =>
  typeof told === "string" ? (domainOf(told) ?? undefined) : undefined;
