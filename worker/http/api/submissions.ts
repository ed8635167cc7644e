import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { askOne } from "../../reports/query.ts";
import { exportSubmissions } from "../../reports/submission-export.ts";
import { type SubmissionFilter, submissions, unfinishedForms } from "../../reports/submissions.ts";
import type { HttpEnv } from "../env.ts";
import { fileOf, SEPARATORS } from "../file.ts";
import { answers, EmailQuery, Id, iso, Next, PageQuery, secured, Time, valid } from "./contract.ts";

const Answers = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .openapi({ description: "By field, as it was answered.", example: { company: "Nordvare", industry: "logistics" } });

const Submission = z
  .object({
    id: Id,
    profile: Id,
    form: z.string().openapi({ example: "whitepaper" }),
    at: Time,
    locale: z.string().openapi({ example: "da" }),
    url: z.string(),
    email: z.string().nullable().openapi({ description: "As it was given; else as it is known of them now." }),
    answers: Answers,
    doubts: z.array(z.string()).openapi({
      description: "What looks as if no person, or nobody serious, had written it: names of fields, fast, disposable.",
    }),
  })
  .openapi("Submission");

const Unfinished = z
  .object({
    id: Id,
    profile: Id,
    email: z.string().nullable(),
    form: z.string(),
    startedAt: Time,
    at: Time,
    step: z.number().int().openapi({ description: "The step that was finished last, counted from 1." }),
    answers: Answers,
  })
  .openapi("UnfinishedForm");

const FormName = z.string().max(40).optional().openapi({ description: "A form's name.", example: "whitepaper" });
const When = z.iso
  .datetime()
  .transform((text) => Date.parse(text))
  .optional()
  .openapi({ type: "string", format: "date-time", example: "2026-11-01T00:00:00.000Z" });

const Wanted = z.object({
  form: FormName,
  profile: Id.optional(),
  email: EmailQuery.optional(),
  from: When,
  to: When,
  doubted: z.enum(["0", "1"]).default("0").openapi({ description: "1: only those that seemed odd." }),
});

const File = Wanted.extend({
  separator: z.enum(["comma", "semicolon"]).default("comma"),
  bom: z.enum(["0", "1"]).default("0").openapi({ description: "1 begins CSV so that Excel knows it as UTF-8." }),
});

const list = createRoute({
  method: "get",
  path: "/submissions",
  tags: ["Forms"],
  summary: "Forms as they were sent, newest first",
  description: "All that is given must hold; `to` is excluded. `format=csv` answers as /submissions.csv does.",
  ...secured,
  request: { query: PageQuery.extend(File.shape).extend({ format: z.enum(["json", "csv"]).default("json") }) },
  responses: answers(z.object({ submissions: z.array(Submission), next: Next }), "Submissions"),
});

const download = createRoute({
  method: "get",
  path: "/submissions.csv",
  tags: ["Forms"],
  summary: "Forms as they were sent, as a file",
  description:
    "All of them, newest first, sent as they are read. With `form`, each of its fields has a column; else, and for fields that it has no longer, `others` is JSON. A text that a spreadsheet would run as a formula has a ' before it.",
  ...secured,
  request: { query: File },
  responses: answers(z.string(), "CSV"),
});

const unfinished = createRoute({
  method: "get",
  path: "/unfinished",
  tags: ["Forms"],
  summary: "Forms that were begun and not sent, those last worked on first",
  description: "Of those only who let us remember what they do; for as long as the playbook says.",
  ...secured,
  request: { query: PageQuery.extend({ form: FormName }) },
  responses: answers(z.object({ unfinished: z.array(Unfinished), next: Next }), "Unfinished forms"),
});

export function submissionRoutes(api: OpenAPIHono<HttpEnv>): void {
  // Their answers may be streams, which routes that are typed by their schemas could not give.
  api.openAPIRegistry.registerPath(list);
  api.get("/submissions", async (c) => {
    const query = valid(list.request.query, c.req.query(), "query");
    if (query.format === "csv") return submissionsFile(c, filterOf(query), query);
    const { items, next } = await askOne(c.get("context").db, submissions(filterOf(query), query));
    return c.json({
      submissions: items.map(({ known, ...one }) => ({ ...one, email: one.email ?? known, at: iso(one.at) })),
      next,
    });
  });

  api.openAPIRegistry.registerPath(download);
  api.get("/submissions.csv", async (c) => {
    const query = valid(File, c.req.query(), "query");
    return submissionsFile(c, filterOf(query), query);
  });

  api.openapi(unfinished, async (c) => {
    const { form, ...page } = c.req.valid("query");
    const { items, next } = await askOne(c.get("context").db, unfinishedForms({ form }, page));
    const told = items.map(({ known, ...one }) => ({
      ...one,
      email: known,
      startedAt: iso(one.startedAt),
      at: iso(one.at),
    }));
    return c.json({ unfinished: told, next }, 200);
  });
}

/** Submissions as a file that a browser saves. */
export async function submissionsFile(
  c: Context<HttpEnv>,
  filter: SubmissionFilter,
  { separator, bom }: Pick<z.infer<typeof File>, "separator" | "bom">,
): Promise<Response> {
  const { db } = c.get("context");
  const { forms } = await c.get("playbook")();
  const name = filter.form !== undefined && Object.hasOwn(forms, filter.form) ? filter.form : undefined;
  const options = {
    form: name === undefined ? undefined : forms[name],
    bom: bom === "1",
    separator: SEPARATORS[separator],
  };
  return fileOf(c, await exportSubmissions(db, filter, options), name ?? "submissions", "csv");
}

const filterOf = ({ form, profile, email, from, to, doubted }: z.infer<typeof Wanted>): SubmissionFilter => ({
  form,
  profile,
  email,
  from,
  to,
  doubted: doubted === "1",
});
