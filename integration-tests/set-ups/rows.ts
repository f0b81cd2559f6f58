import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM } from '../support/chromium';
import { BROKERS } from './broker';
import type { Protocol } from './receiver';

/** What each application of the table is held to. */
export const CLAIMS = {
  entries: 'the entries in the handler',
  'server span': 'attributes of the server span',
  span: 'attributes of a span of the application',
  'log record': 'attributes of a log record',
  counter: 'attributes of a counter',
  middleware: 'a tenant that a middleware sets, on the server span too',
  http: 'the header of a request by `http`',
  fetch: 'the header of a request by `fetch`',
  'one traceparent': 'one `traceparent` in each request',
  'not mixed': '50 tenants at once, each with its own telemetry',
} as const;

export type Claim = keyof typeof CLAIMS;

/** A set-up: an application as its users write it, in `projects/<name>`. */
export interface Row {
  name: string;
  kind: string;
  title: string;
  /** The packages whose versions matter. */
  packages: string[];
  /** Other folders whose files are a part of it. */
  others?: string[];
  /** The command that installs it, if not npm's. */
  installer?: string[];
  /** Commands that build it. */
  build?: string[][];
  /** Starts it; `node` is the Node.js of the table. */
  start: string[];
  env?: Record<string, string>;
  /** What is asked for, instead of `/work`. */
  path?: string;
  /** It is started before, and is in the variable `BROKER`. */
  broker?: keyof typeof BROKERS;
  /** Where it sends its telemetry, if not by OTLP. */
  receiver?: Protocol;
  /** How many ask at once, if not 50. */
  tenants?: number;
  /** Claims that do not hold, each with the reason. */
  without?: Partial<Record<Claim, string>>;
  /** Why it cannot be run here. */
  notRun?: string;
  /** It is a page in a browser, `dist/page.js` when it is built. */
  page?: boolean;
  /** It is among those that `.ci/run` runs. */
  chosen?: boolean;
}

/** A service of others, `peer.js` of its project, that is asked by ours and asks ours. */
export interface PeerRow extends Row {
  /** What it understands of the headers that ours sends. */
  understood: { header: string; entries: [key: string, value: string][] }[];
}

const rows: (Row | PeerRow)[] = JSON.parse(
  readFileSync(join(__dirname, 'rows.json'), 'utf8'),
);

/**
 * The rows that are to be run: all, or those that an argument names. Those whose
 * broker is not installed are left out.
 */
export function rowsToRun(): Row[] {
  return chosenRows().filter(row => !isPeer(row) && !row.page);
}

/** Pages, where Chromium is installed. */
export function pagesToRun(): Row[] {
  return CHROMIUM ? chosenRows().filter(row => row.page) : [];
}

export function peersToRun(): PeerRow[] {
  return chosenRows().filter(isPeer);
}

function isPeer(row: Row): row is PeerRow {
  return 'understood' in row;
}

function chosenRows(): Row[] {
  const { SET_UPS = '', SET_UPS_CHOSEN } = process.env;
  const words = SET_UPS.toLowerCase();
  const named = rows.filter(({ name }) => name === words);
  return (named.length > 0 ? named : rows).filter(
    ({ name, kind, title, broker, notRun, chosen }) =>
      notRun === undefined &&
      (broker === undefined || BROKERS[broker]) &&
      (SET_UPS_CHOSEN !== 'true' || chosen) &&
      [name, kind, title].some(text => text.toLowerCase().includes(words)),
  );
}
