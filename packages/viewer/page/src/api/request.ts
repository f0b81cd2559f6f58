/** The console answered, but not with what was asked for. */
export class RefusedError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** The console did not answer at all. */
export class UnreachableError extends Error {
  override message = 'the viewer does not answer';
}

/** @throws RefusedError, UnreachableError, and the abort of the signal */
export function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return requestJson(path, { signal });
}

/** @throws as {@link getJson} does */
export function postJson<T>(path: string, body: object): Promise<T> {
  return requestJson(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function requestJson<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, init).catch(error => {
    throw error.name === 'AbortError' ? error : new UnreachableError();
  });
  const answer = await response.json().catch(() => undefined);
  if (response.ok && answer !== undefined) return answer;
  throw new RefusedError(
    answer?.error ?? `the console answered ${response.status}`,
    response.status,
  );
}
