/** Of package.json, put in by build.mjs. */
declare const RESTRACK_VERSION: string;
