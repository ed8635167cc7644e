import { describe, expect, it } from "vitest";
import { type FormView, renderDone, renderForm } from "../../worker/forms/render.ts";
import { Form } from "../../worker/playbook/index.ts";
import { EVERYTHING, viewOf } from "../support/forms.ts";

const rendered = (more: Partial<FormView> = {}, given?: object): string => renderForm(viewOf(given, more));
/** The mark-up of one question. */
function fieldOf(html: string, name: string): string {
  const at = html.indexOf(`name="${name}"`);
  return html.slice(html.lastIndexOf('<div class="fodspor-field', at), html.indexOf('class="fodspor-error"', at) + 120);
}

describe("a rendered form", () => {
  it("has a label, a description and an error place for each question, tied by ids that are there once", () => {
    const html = rendered();
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    const mentioned = [...html.matchAll(/(?:for|aria-labelledby|aria-describedby)="([^"]+)"/g)].flatMap(([, all]) =>
      all!.split(" "),
    );
    expect(mentioned.length).toBeGreaterThan(30);
    expect(mentioned.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("says in words what is required, optional, an alternative or asked only after an answer", () => {
    const html = rendered();
    expect(fieldOf(html, "email")).toMatch(/E-mail <span class="fodspor-required" aria-hidden="true">\(required\)/);
    expect(fieldOf(html, "firstName")).toContain("(optional)");
    expect(fieldOf(html, "shops")).toContain("(only if “Industry” is “Retail”)");
    expect(html).toMatch(
      /fodspor-either" data-required="[^"]+">\s*<legend>One of these is enough <span[^>]+>\(required\)/,
    );
    expect(fieldOf(html, "company")).not.toMatch(/\((required|optional)\)/);
  });

  it("leaves it to the server to insist where another answer decides", () => {
    const html = rendered();
    expect(fieldOf(html, "email")).toMatch(/<input[^>]* required/);
    expect(fieldOf(html, "shops")).not.toMatch(/<input[^>]* required/);
    expect(fieldOf(html, "company")).not.toMatch(/<input[^>]* required/);
  });

  it("tells the browser which keyboard and which of its own knowledge fit", () => {
    const html = rendered();
    expect(fieldOf(html, "email")).toMatch(/inputmode="email".*autocomplete="email"/);
    expect(fieldOf(html, "firstName")).toContain('autocomplete="given-name"');
    expect(fieldOf(html, "shops")).toContain('inputmode="numeric"');
    expect(fieldOf(html, "phone")).toContain('autocomplete="tel"');
    expect(fieldOf(html, "start")).toMatch(/type="date".*min="2026-11-2/);
    expect(fieldOf(html, "country")).toMatch(/choose|Choose …<\/option><option value="DK">Denmark/);
  });

  it("is divided into steps with headings below its title, numbered among those that ask something", () => {
    const html = rendered();
    expect(html.match(/<fieldset class="fodspor-step">/g)).toHaveLength(3);
    expect(html).toContain('<h2 class="fodspor-title"');
    expect(html).toMatch(/<h3[^>]*>Step 1 of 3<\/h3>/);
    expect(html).toMatch(/<h3[^>]*><span[^>]*>Step 2 of 3:<\/span> About you<\/h3>/);
    expect(html).toContain('<h4 class="fodspor-heading">Your name</h4>');
    expect(rendered({ level: 1 })).toMatch(/<h1 class="fodspor-title"[\s\S]*<h2 class="fodspor-step-title"/);
    expect(rendered({}, { ...EVERYTHING, fields: EVERYTHING.fields.slice(0, 2) })).not.toContain("fodspor-step");
  });

  it("carries nothing that a strict content security policy forbids, nor a value told by nobody", () => {
    const html = rendered();
    expect(html).not.toMatch(/ style=|<style|<script| on[a-z]+=/);
    expect(html).not.toContain("fair");
  });

  it("has the trap that machines fall into, unless it asks for something of that name", () => {
    expect(rendered()).toContain('name="homepage" tabindex="-1" autocomplete="off"');
    const fields = [{ type: "text", name: "homepage", label: "Your homepage" }];
    expect(rendered({}, { ...EVERYTHING, fields }).match(/name="homepage"/g)).toHaveLength(1);
  });

  it("loads a picture when it is near, in a place that is kept for it", () => {
    expect(rendered()).toMatch(
      /<img class="fodspor-picture" src="\/cover.png" alt="The cover" width="320" height="200" loading="lazy"/,
    );
  });

  it("never ticks a permission, but keeps what the visitor ticked when it is shown again", () => {
    const values = { "permission.news": "yes" };
    expect(rendered()).not.toContain(" checked");
    expect(rendered({ values })).not.toContain(" checked");
    const problems = [{ field: "email", message: "No." }];
    expect(rendered({ values, problems })).toMatch(/name="permission.news" value="yes" checked/);
    expect(rendered({ problems })).not.toContain(" checked");
    expect(rendered()).toContain('class="fodspor-permission" data-version="2"');
  });

  it("keeps what was written, and leads from a list of what is wrong to each field", () => {
    const html = rendered({
      values: {
        email: "x",
        industry: "logistics",
        uses: ["voice", "print"],
        wish: "\nA\nB",
        call: "yes",
        size: "retail",
      },
      problems: [
        { field: "email", message: "No address." },
        { field: "industry", message: "Choose." },
        { field: "", message: "Too fast." },
      ],
    });
    expect(html).toMatch(/fodspor-summary" role="group"[^>]* autofocus>/);
    expect(html).toContain('<a href="#fodspor-paper-email">E-mail: No address.</a>');
    expect(html).toContain("<li>Too fast.</li>");
    expect(fieldOf(html, "email")).toMatch(
      /aria-invalid="true".*value="x"[\s\S]*id="fodspor-paper-email-error">No address\./,
    );
    expect(html).toMatch(/<fieldset[^>]*role="radiogroup"[^>]*aria-invalid="true"/);
    expect(html.match(/ checked/g)).toHaveLength(4);
    expect(html).toContain("\n\nA\nB</textarea>");
    expect(html).toContain('<option value="retail" selected>');
    expect(rendered()).toMatch(/fodspor-summary"[^>]* hidden>/);
  });

  it("shows of a known address its mask alone, with a way out after the button that sends", () => {
    const html = rendered({ known: { mask: "a•••@a•••.dk" } });
    expect(html).toContain('You are known to us as <bdi dir="ltr">a•••@a•••.dk</bdi>.');
    expect(html.indexOf("fodspor-not-me")).toBeGreaterThan(html.indexOf("fodspor-submit"));
    expect(html).toMatch(/formaction="[^"]+\/form\/paper\/not-me" formnovalidate/);
    expect(rendered({ known: { mask: null }, locale: "da" })).toContain("Vi kender dig allerede.");
  });

  it("speaks Danish, and runs from right to left where the language does", () => {
    const html = rendered({ locale: "da" });
    expect(html).toMatch(/lang="da" dir="ltr"/);
    expect(html).toMatch(/Rapporten[\s\S]*Det får du[\s\S]*\(skal udfyldes\)[\s\S]*Trin 2 af 3/);
    expect(html).toContain("Danmark");
    expect(rendered({ locale: "ar-EG" })).toMatch(/lang="ar-EG" dir="rtl"/);
  });

  it("says how it shows itself only where it does", () => {
    const given = { ...EVERYTHING, placement: { as: "popup", trigger: { after: "10s", exit: true } } };
    expect(rendered({ placed: true }, given)).toMatch(
      /data-as="popup" data-after="10000" data-exit data-close="Close"/,
    );
    expect(rendered({}, given)).not.toContain("data-as");
  });

  it("hands a challenge on", () => {
    const json = '{"salt":"a\\"><b>"}';
    expect(rendered({ challenge: { kind: "proof-of-work", json } })).toContain(
      'data-challenge="{&quot;salt&quot;:&quot;a\\&quot;&gt;&lt;b&gt;&quot;}"',
    );
    expect(rendered({ challenge: { kind: "turnstile", key: "0x1" } })).toMatch(/data-turnstile="0x1"><noscript>/);
  });
});

describe("what stands in the place of a form that was sent", () => {
  const form = Form.parse(EVERYTHING);
  it("offers the link, the mail once more, and what comes next", () => {
    const html = renderDone(form, "en", "confirmed", {
      link: "https://x.example/paper.pdf",
      resend: "https://x.example/_f/form/resend/abc",
      next: { form: "demo", action: "https://x.example/_f/form/demo" },
    });
    expect(html).toMatch(/<h2[^>]*tabindex="-1">Thanks<\/h2>/);
    expect(html).toContain('href="https://x.example/paper.pdf">Read</a>');
    expect(html).toMatch(/<form class="fodspor-resend" method="post" action="[^"]+\/resend\/abc"/);
    expect(html).toContain('<fodspor-form name="demo"><a class="fodspor-next" href="https://x.example/_f/form/demo">');
  });

  it("leads to another page", () => {
    const next = { redirect: "https://x.example/thanks?a=1&b=2" };
    expect(renderDone(form, "da", "confirmed", { link: null, resend: null, next })).toContain(
      'href="https://x.example/thanks?a=1&amp;b=2" data-redirect',
    );
  });
});
