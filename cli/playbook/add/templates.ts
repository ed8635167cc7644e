import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../templates");

/** What can be copied: what it is, and what is to be done by hand then. */
export const TEMPLATES: Record<string, { about: string; next: string }> = {
  newsletter: {
    about: "a newsletter, inline or sliding in near the end of an article",
    next: "Say what your readers get and how often, and let deliver.url lead to something to read at once.",
  },
  "white-paper": {
    about: "a report behind a form, by a link of their own that expires",
    next: "Put the file where contents.yaml says, and let the website give it to Fodspor only (docs/contents.md).",
  },
  webinar: {
    about: "a seat at a webinar, with the recording for who cannot come",
    next: "Write the day and the hour into intro, and let deliver.url lead to a calendar file.",
  },
  demo: {
    about: "a demonstration or a meeting, in three steps",
    next: "Let deliver.url lead to a customer's story, and say in sales.yaml who calls.",
  },
  contact: {
    about: "a message to you; asks for no permission",
    next: "Say in intro who answers and when, and keep it.",
  },
  survey: {
    about: "one question to customers (NPS), and why",
    next: "Send customers to the page by mail, or give it a placement with when: { segment: … }.",
  },
  event: {
    about: "a place at an event, with dinner for who stays",
    next: "Write the day and the place into intro, and let deliver.url lead to the way there.",
  },
  "unsubscribe-reason": {
    about: "why somebody left a list, asked once they are off it",
    next: "Put it on the page that people come to after leaving.",
  },
};

/** Stands in the templates for the name that the form is given. */
const NAME = /__name__/g;

/** The files of a template, by their place in it, under the name that the form is given. */
export async function templateFiles(template: string, name: string): Promise<Record<string, string>> {
  const folder = join(FOLDER, template);
  const files: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const within = entry.parentPath === folder ? entry.name : `emails/${entry.name}`;
    files[within] = (await readFile(join(entry.parentPath, entry.name), "utf8")).replaceAll(NAME, name);
  }
  return files;
}
