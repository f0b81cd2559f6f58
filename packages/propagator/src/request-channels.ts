/**
 * Requests as Node.js and undici tell of them before they send them, on
 * diagnostics channels: what is allowed by then is known whoever wrote it.
 */
import { propagation } from '@opentelemetry/api';
import { BAGGAGE_HEADER } from '@otel-baggage/core';

type Listener = (message: unknown) => void;

interface DiagnosticsChannels {
  subscribe(name: string, listener: Listener): void;
  unsubscribe(name: string, listener: Listener): void;
}

/** Says whether baggage may go to a URL, for which an origin will do. */
type UrlPolicy = (url: string) => boolean;

/** Of Node.js, Deno and Bun; undefined elsewhere. */
export const channels = (
  globalThis as { process?: { getBuiltinModule?(id: string): unknown } }
).process?.getBuiltinModule?.('node:diagnostics_channel') as
  DiagnosticsChannels | undefined;

/** That of the propagator that was registered or has injected last, if it has one. */
export let isUrlAllowed: UrlPolicy | undefined;

/** Whether there is a policy, and a propagator registered that writes baggage. */
export function isInForce(): boolean {
  return (
    isUrlAllowed !== undefined && propagation.fields().includes(BAGGAGE_HEADER)
  );
}

/** A path that is a URL is for a proxy, which sends it on to there. */
const ABSOLUTE_FORM = /^[a-z][a-z\d+.-]*:\/\//i;

/** Whether baggage may go to where the path of a request sends it on, if anywhere. */
export function isPathAllowed(path: string): boolean {
  return !ABSOLUTE_FORM.test(path) || isUrlAllowed!(path);
}

/**
 * Has baggage taken out of requests to URLs that are not allowed, whoever wrote
 * it there, as long as a propagator is registered that writes it.
 */
export function enforceForRequests(policy: UrlPolicy | undefined): void {
  isUrlAllowed = policy;
}
