import { useEffect } from 'react';

const PATIENCE_MS = 3000;

/** Where a reader was on each step of the history. */
interface Place {
  scroll?: number;
}

let isBack = false;

/** Whether the page that is shown was reached by "back" or "forward". */
export function cameBack(): boolean {
  return isBack;
}

/**
 * Keeps the place on a page: who goes back finds it where it was, as soon as
 * enough has been loaded.
 */
export function usePlace(): void {
  useEffect(() => {
    history.scrollRestoration = 'manual';
    let timer: number | undefined;
    const remember = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        history.replaceState({ scroll: window.scrollY } satisfies Place, '');
      }, 100);
    };
    const restore = (event: PopStateEvent) => {
      const { scroll } = (event.state ?? {}) as Place;
      isBack = scroll !== undefined;
      if (scroll === undefined) return;
      const until = performance.now() + PATIENCE_MS;
      const step = () => {
        window.scrollTo(0, scroll);
        const isThere = Math.abs(window.scrollY - scroll) < 2;
        if (!isThere && performance.now() < until) requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    };
    window.addEventListener('scroll', remember, { passive: true });
    window.addEventListener('popstate', restore);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('scroll', remember);
      window.removeEventListener('popstate', restore);
    };
  }, []);
}
