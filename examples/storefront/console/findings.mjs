// Findings in the traces, in sentences.

import { parseBaggage } from '@otel-baggage/core';
import { headerOf } from './hops.mjs';
import { quantile } from './statistics.mjs';
import { rootOf } from './store.mjs';

const TENANT = 'tenant.id';
/** A tenant is slow where its median is so many times that of all others. */
const SLOW_FACTOR = 1.5;
/** With fewer requests nothing is said of a tenant. */
const MIN_REQUESTS = 10;
const MEDIAN = 0.5;
const P95 = 0.95;

/** @param traces those that are kept */
export function findingsOf(traces) {
  const requests = traces
    .map(trace => ({ ...trace, root: rootOf(trace) }))
    .filter(({ root }) => root?.attributes[TENANT] !== undefined);
  return [slowestTenant(requests), failedTenants(requests)].filter(
    finding => finding !== undefined,
  );
}

/** Which tenant is slow, where its time goes, and which flag is its own. */
function slowestTenant(requests) {
  const [slowest] = [...byTenant(requests)]
    .filter(([, group]) => group.length >= MIN_REQUESTS)
    .sort(([, a], [, b]) => duration(b, MEDIAN) - duration(a, MEDIAN));
  if (!slowest) return undefined;
  const [tenant, group] = slowest;
  const others = requests.filter(
    ({ root }) => root.attributes[TENANT] !== tenant,
  );
  if (others.length === 0) return undefined;
  if (duration(group, MEDIAN) < SLOW_FACTOR * duration(others, MEDIAN)) {
    return undefined;
  }

  const { service, name, share } = slowestSpan(group);
  const flag = flagOf(service, group, others);
  return (
    `${tenant} is slowest: p95 ${Math.round(duration(group, P95))} ms against ` +
    `${Math.round(duration(others, P95))} ms of the others; ` +
    `${Math.round(100 * share)} % of its time in ${service} "${name}"` +
    (flag ? ` (flag ${flag})` : '')
  );
}

/** How many requests of each tenant failed, and the call at which they did. */
function failedTenants(requests) {
  const failed = requests.filter(({ root }) => root.status === 'error');
  if (failed.length === 0) return undefined;
  const counts = [...byTenant(failed)].map(
    ([tenant, group]) => `${tenant} ${group.length}`,
  );
  const calls = new Set(failed.map(({ spans }) => failedCall(spans)));
  return `${failed.length} requests failed: ${counts.join(', ')}; in ${[...calls].join(', ')}`;
}

/** The last call that was begun and failed: the innermost. */
function failedCall(spans) {
  const [{ service, name, kind, attributes }] = spans
    .filter(({ status }) => status === 'error')
    .sort((a, b) => b.start - a.start);
  const host = kind === 'client' ? ` to ${attributes['server.address']}` : '';
  return `${service} "${name}"${host}`;
}

/** In which span, by service and name, most of the time goes that requests take. */
function slowestSpan(requests) {
  const times = new Map();
  let all = 0;
  for (const { root, spans } of requests) {
    all += root.duration;
    for (const span of spans) {
      const children = spans.filter(
        ({ parentSpanId, kind }) =>
          parentSpanId === span.spanId && kind !== 'consumer',
      );
      const id = JSON.stringify([span.service, span.name]);
      const own = span.duration - coveredBy(children);
      times.set(id, (times.get(id) ?? 0) + own);
    }
  }
  const [[id, time]] = [...times].sort(([, a], [, b]) => b - a);
  const [service, name] = JSON.parse(id);
  return { service, name, share: time / all };
}

/** For how long at least one of the spans was running. */
function coveredBy(spans) {
  let covered = 0;
  let end = -Infinity;
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const spanEnd = span.start + span.duration;
    covered += Math.max(0, spanEnd - Math.max(end, span.start));
    end = Math.max(end, spanEnd);
  }
  return covered;
}

/**
 * The feature flag that a service was sent with each of these requests, and
 * with none of the others: `feature.fraud-check=deep`. From the headers.
 */
function flagOf(service, requests, others) {
  const [first, ...rest] = requests.map(request => flagsOf(service, request));
  const elsewhere = new Set(
    others.flatMap(request => [...flagsOf(service, request)]),
  );
  return [...first].find(
    flag => rest.every(flags => flags.has(flag)) && !elsewhere.has(flag),
  );
}

function flagsOf(service, { spans }) {
  const span = spans.find(
    ({ service: of, kind }) => of === service && kind === 'server',
  );
  const { baggage } = parseBaggage((span && headerOf(span)) ?? '');
  const flags = baggage
    .getAllEntries()
    .filter(([key]) => key.startsWith('feature.'));
  return new Set(flags.map(([key, { value }]) => `${key}=${value}`));
}

function byTenant(requests) {
  const groups = new Map();
  for (const request of requests) {
    const tenant = request.root.attributes[TENANT];
    if (!groups.has(tenant)) groups.set(tenant, []);
    groups.get(tenant).push(request);
  }
  return groups;
}

/** The duration that a share of the requests does not exceed, in milliseconds. */
function duration(requests, share) {
  return quantile(
    requests.map(({ root }) => root.duration),
    share,
  );
}
