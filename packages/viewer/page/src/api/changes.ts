import { useSyncExternalStore } from 'react';

const MIN_INTERVAL_MS = 500;
const REOPEN_MS = 2000;

export type Connection = 'connecting' | 'open' | 'lost' | 'paused';

/**
 * Tells when something in the console has changed, at most twice a second and
 * only while somebody looks at the page.
 */
class Changes {
  connection: Connection = 'connecting';
  private source: EventSource | undefined;
  private timer: number | undefined;
  private lastTold = -Infinity;
  private readonly onChange = new Set<() => void>();
  private readonly onConnection = new Set<() => void>();

  start(): void {
    this.open();
    document.addEventListener('visibilitychange', () => this.schedule());
  }

  /** @returns what ends the subscription */
  subscribe(listener: () => void): () => void {
    this.onChange.add(listener);
    return () => this.onChange.delete(listener);
  }

  /** @returns what ends the subscription */
  readonly subscribeConnection = (listener: () => void): (() => void) => {
    this.onConnection.add(listener);
    return () => this.onConnection.delete(listener);
  };

  /** Stops or resumes; on resuming everything is asked for anew. */
  setPaused(paused: boolean): void {
    this.source?.close();
    this.source = undefined;
    if (paused) this.setConnection('paused');
    else this.open();
  }

  /** @param until what the connection is said to be until it is open */
  private open(until: Connection = 'connecting'): void {
    this.setConnection(until);
    const source = new EventSource('api/events');
    this.source = source;
    source.addEventListener('open', () => {
      this.setConnection('open');
      this.schedule();
    });
    source.addEventListener('change', () => this.schedule());
    source.addEventListener('error', () => {
      if (source !== this.source) return;
      source.close();
      this.setConnection('lost');
      setTimeout(() => {
        if (source === this.source) this.open('lost');
      }, REOPEN_MS);
    });
  }

  private schedule(): void {
    if (this.timer !== undefined || document.hidden) return;
    const wait = this.lastTold + MIN_INTERVAL_MS - performance.now();
    this.timer = window.setTimeout(
      () => {
        this.timer = undefined;
        this.lastTold = performance.now();
        if (this.connection !== 'paused') this.onChange.forEach(tell => tell());
      },
      Math.max(0, wait),
    );
  }

  private setConnection(connection: Connection): void {
    this.connection = connection;
    this.onConnection.forEach(tell => tell());
  }
}

export const changes = new Changes();

export function useConnection(): Connection {
  return useSyncExternalStore(
    changes.subscribeConnection,
    () => changes.connection,
  );
}
