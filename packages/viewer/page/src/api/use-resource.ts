import { useEffect, useState } from 'react';
import { changes } from './changes';
import { getJson } from './request';

export interface Resource<T> {
  /** The data last read; of an earlier path while `stale`. */
  data?: T;
  /** Why it could not be read; the data before it is kept. */
  error?: Error;
  stale: boolean;
}

/** Reads from the console, again whenever something has changed there. */
export function useResource<T>(path: string): Resource<T> {
  const [read, setRead] = useState<{ path: string; data?: T; error?: Error }>({
    path,
  });

  useEffect(() => {
    const aborter = new AbortController();
    let reading = false;
    let again = false;

    async function load() {
      again = reading;
      if (reading) return;
      reading = true;
      try {
        const data = await getJson<T>(path, aborter.signal);
        if (!aborter.signal.aborted) setRead({ path, data });
      } catch (error) {
        if (aborter.signal.aborted) return;
        setRead(before => ({
          path,
          data: before.path === path ? before.data : undefined,
          error: error as Error,
        }));
      } finally {
        reading = false;
      }
      if (again) void load();
    }

    void load();
    const unsubscribe = changes.subscribe(() => void load());
    return () => {
      unsubscribe();
      aborter.abort();
    };
  }, [path]);

  return { data: read.data, error: read.error, stale: read.path !== path };
}
