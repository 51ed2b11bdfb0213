/** What tells of the processes: /proc, or ps, which counts whole seconds, knows no shared pages, and nothing of who has ended. */
export const usesPs = process.env["RESTRACK_SOURCE"] === "ps";

/** Of a test about something that ps does not tell. */
export const notByPs = (why: string): { skip?: string } => (usesPs ? { skip: `ps does not tell: ${why}` } : {});
