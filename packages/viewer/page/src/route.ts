import { useSyncExternalStore } from 'react';

/** Traces or log lines with this value of this baggage key. */
export interface Selection {
  key: string;
  value: string;
}

export type Route =
  | { page: 'overview'; by?: string }
  | { page: 'traces'; selection?: Selection }
  | { page: 'trace'; traceId: string; spanId?: string }
  | { page: 'logs'; selection?: Selection }
  | { page: 'send' }
  | { page: 'destinations' }
  | { page: 'keys' }
  | { page: 'unknown' };

/** Reads what stands behind the `#` of the address. Never throws. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const parameters = new URLSearchParams(query);
  const [page, detail] = path.split('/');
  switch (page) {
    case '':
      return { page: 'overview', by: parameters.get('by') ?? undefined };
    case 'traces':
      if (!detail) return { page, selection: selectionOf(parameters) };
      return {
        page: 'trace',
        traceId: detail,
        spanId: parameters.get('span') ?? undefined,
      };
    case 'logs':
      return { page, selection: selectionOf(parameters) };
    case 'send':
    case 'destinations':
    case 'keys':
      return { page };
    default:
      return { page: 'unknown' };
  }
}

/** The address of a route, for a link. */
export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'overview':
      return withQuery('#/', { by: route.by });
    case 'traces':
    case 'logs':
      return withQuery(`#/${route.page}`, { ...route.selection });
    case 'trace':
      return withQuery(`#/traces/${encodeURIComponent(route.traceId)}`, {
        span: route.spanId,
      });
    default:
      return `#/${route.page}`;
  }
}

/** Goes to a route, in place of the present one: no new step for "back". */
export function replaceRoute(route: Route): void {
  window.location.replace(hrefOf(route));
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

function selectionOf(parameters: URLSearchParams): Selection | undefined {
  const key = parameters.get('key');
  const value = parameters.get('value');
  return key === null || value === null ? undefined : { key, value };
}

function withQuery(
  path: string,
  parameters: Record<string, string | undefined>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, value);
  }
  return query.size > 0 ? `${path}?${query}` : path;
}
