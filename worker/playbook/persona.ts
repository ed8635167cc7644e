import { z } from "zod";
import { Duration } from "./did.ts";
import { Link, Name, Text } from "./text.ts";

const scalar = z.union([z.string().max(200), z.number(), z.boolean()]);
const ago = Duration;

/** What a persona did: read a page, did something, or filled in a form. `ago` is counted from the time of the try. */
const Deed = z.union([
  z.strictObject({ page: Link, ago, times: z.number().int().min(1).max(100).default(1) }),
  z.strictObject({
    did: z.string().min(1).max(80),
    ago,
    properties: z.record(z.string().max(80), z.unknown()).default({}),
  }),
  z.strictObject({ form: Name, ago, answers: z.record(z.string().max(40), scalar).default({}) }),
]);
export type Deed = z.infer<typeof Deed>;

/** `personas.yaml`: an invented visitor to try the playbook on. */
export const Persona = z.strictObject({
  title: Text,
  consent: z
    .strictObject({ analytics: z.boolean(), personalization: z.boolean(), marketing: z.boolean() })
    .default({ analytics: true, personalization: true, marketing: true }),
  country: z.string().length(2).optional(),
  region: z.string().max(80).optional(),
  city: z.string().max(80).optional(),
  timeZone: z.string().max(60).optional(),
  language: z.string().max(12).optional(),
  device: z.enum(["desktop", "mobile", "tablet", "other"]).optional(),
  traits: z.record(z.string().max(40), scalar).default({}),
  /** What is known of where they work. */
  company: z.record(z.string().max(80), scalar).optional(),
  /** The group of those who read alike (clusters.yaml) that they are in. */
  cluster: Name.optional(),
  permissions: z.record(Name, z.enum(["pending", "confirmed", "withdrawn"])).default({}),
  did: z.array(Deed).max(200).default([]),
});
export type Persona = z.infer<typeof Persona>;
