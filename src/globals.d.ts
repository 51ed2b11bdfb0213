/** Of package.json, put in by build.mjs. */
declare const RESTRACK_VERSION: string;
/** Another one for each restrack.cjs, put in by build.mjs. */
declare const RESTRACK_BUILD: string;
/** The bytes of a packed file. */
declare module "*.br" {
  const bytes: Uint8Array;
  export default bytes;
}
/** A file as text; build.mjs puts into a script or a style all that it imports. */
declare module "*?text" {
  const text: string;
  export default text;
}
