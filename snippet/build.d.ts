/** A hash of all lazy modules, part of their file names; put in by `cli/build.ts`. */
declare const VERSION: string;

/** A style sheet as minified text. */
declare module "*.css" {
  const text: string;
  export default text;
}
