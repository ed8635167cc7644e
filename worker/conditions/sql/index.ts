export { TooLarge } from "./binder.ts";
export { toSql } from "./to-sql.ts";
