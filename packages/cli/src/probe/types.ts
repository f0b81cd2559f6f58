/** The request that is sent. */
export interface ProbeRequest {
  url: URL;
  /** Without `baggage`. */
  headers: readonly (readonly [name: string, value: string])[];
  baggage: string;
  /** Milliseconds for all of it. */
  timeout: number;
}

/** When something had happened, in milliseconds since the request began. */
export interface ProbeTimes {
  /** The connection was there, TLS and all. */
  connected: number;
  /** The head of the answer was there. */
  answered: number;
  /** All of the answer that is looked at was there. */
  done: number;
}

/** The answer. */
export interface ProbeAnswer {
  status: number;
  statusText: string;
  /** The values of the header `baggage`, one for each field. */
  baggage: readonly string[];
  /** Where a redirect leads; it is not followed. */
  location: string | undefined;
  /** Its start, where there is more than is looked at. */
  body: string;
  isCut: boolean;
  times: ProbeTimes;
}

/** A place of the answer that holds baggage. */
export interface Echo {
  /** As a person says it. */
  place: string;
  header: string;
}

/** The result of one entry. */
export interface ComparedEntry {
  key: string;
  /** With its properties, as in a header; undefined where it was not sent. */
  sent: string | undefined;
  /** The same, undefined where it did not come back. */
  received: string | undefined;
  result: 'same' | 'changed' | 'lost' | 'added';
}

/** The same as it may be shown. */
export interface ShownEntry extends Omit<ComparedEntry, 'key'> {
  /** undefined where it is a part of a secret. */
  key: string | undefined;
  isMasked: boolean;
}
