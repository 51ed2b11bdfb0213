export interface HttpRequest {
  url: string;
  method?: "GET" | "PUT";
  headers?: Readonly<Record<string, string>>;
  /** For the whole of it, from the name lookup to the last byte. */
  timeoutMs: number;
  /** A longer answer is none. Default 1 MiB. */
  maxBytes?: number;
  /** Nobody waits for the answer: the process may end meanwhile. */
  inBackground?: boolean;
}

export interface HttpAnswer {
  status: number;
  text: string;
}

/** Asks once, and follows no redirect. null: no answer, too late or too long. Never rejects. */
export type HttpFetch = (request: HttpRequest) => Promise<HttpAnswer | null>;
