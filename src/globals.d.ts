/** Of package.json, put in by build.mjs. */
declare const RESTRACK_VERSION: string;
/** Another one for each restrack.cjs, put in by build.mjs. */
declare const RESTRACK_BUILD: string;
