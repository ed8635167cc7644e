import { answersOf, type Form } from "../playbook/index.ts";

/** The field that no person sees and most programs fill in. */
export const TRAP = "homepage";

/** Whether a form has the trap: not where the playbook asks for something of that name. */
export const hasTrap = (form: Form): boolean => !answersOf(form).some(({ name }) => name === TRAP);

/** Whether something was written where no person writes. */
export const isTrapped = (form: Form, values: Record<string, unknown>): boolean =>
  hasTrap(form) && (values[TRAP] ?? "") !== "";
