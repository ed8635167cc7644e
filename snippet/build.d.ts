/** File names of the lazy modules with their content hashes, put in by `cli/build.ts`. */
declare const MANIFEST: Record<"blocks" | "forms" | "consent", string>;

/** A style sheet as minified text. */
declare module "*.css" {
  const text: string;
  export default text;
}
