import { Hono } from "hono";
import type { HttpEnv } from "../env.ts";
import { notMe } from "./not-me.ts";
import { answering } from "./page.tsx";
import { sendAgain, sentAgain } from "./resend.tsx";
import { send } from "./send.tsx";
import { show, showToBearer } from "./show.ts";
import { keepBegun } from "./unfinished.ts";

export { remembered } from "./request.ts";
export { AUTO } from "./show.ts";
export { formView } from "./view.ts";

/** Forms: shown, sent with or without JavaScript, and what belongs to that. */
export const formsRoute = new Hono<HttpEnv>()
  .get("/:id", (c) => show(c))
  .post("/:id", (c) => answering(c, () => send(c)))
  .post("/:id/show", (c) => showToBearer(c))
  .post("/:id/not-me", (c) => answering(c, () => notMe(c)))
  .post("/:id/unfinished", (c) => answering(c, () => keepBegun(c)))
  .get("/resend/:token", (c) => answering(c, () => sentAgain(c)))
  .post("/resend/:token", (c) => answering(c, () => sendAgain(c)));
