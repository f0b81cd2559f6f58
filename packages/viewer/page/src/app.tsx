import { useEffect, useRef } from 'react';
import type { State } from '../../src/types';
import { useResource } from './api/use-resource';
import { DestinationsPage } from './destinations/destinations-page';
import { EmptyPage } from './empty-page';
import { KeysPage } from './keys/keys-page';
import { LogsPage } from './logs/logs-page';
import { OverviewPage } from './overview/overview-page';
import { ErrorBoundary } from './parts/error-boundary';
import { Empty } from './parts/notice';
import { Page } from './parts/page';
import { ResourceView } from './parts/resource-view';
import type { Route } from './route';
import { hrefOf, useRoute } from './route';
import { cameBack, usePlace } from './scroll-place';
import { SendPage } from './send/send-page';
import { SiteHeader } from './site-header';
import { TracePage } from './traces/trace-page';
import { TracesPage } from './traces/traces-page';

export function App() {
  const route = useRoute();
  const state = useResource<State>('api/state');
  const place = route.page === 'trace' ? route.traceId : route.page;
  const main = useRef<HTMLElement>(null);
  useFocusOnMove(main, place);
  usePlace();

  return (
    <>
      <a
        className="skip-link"
        href="#main"
        onClick={event => {
          // The address stays that of the route.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <SiteHeader route={route} state={state.data} />
      <main id="main" tabIndex={-1} ref={main}>
        <ErrorBoundary key={place}>
          <ResourceView resource={state} label="the viewer">
            {data => <RoutePage route={route} state={data} />}
          </ResourceView>
        </ErrorBoundary>
      </main>
      <footer className="site-footer">
        <p>
          Served from your machine: nothing is loaded from elsewhere, and
          nothing leaves it.
        </p>
      </footer>
    </>
  );
}

function RoutePage({ route, state }: { route: Route; state: State }) {
  const isEmpty = state.spans + state.logs + state.dataPoints === 0;
  if (isEmpty && route.page !== 'send') return <EmptyPage state={state} />;
  switch (route.page) {
    case 'overview':
      return <OverviewPage state={state} by={route.by} />;
    case 'traces':
      return <TracesPage state={state} selection={route.selection} />;
    case 'trace':
      return (
        <TracePage
          key={route.traceId}
          state={state}
          traceId={route.traceId}
          spanId={route.spanId}
        />
      );
    case 'logs':
      return <LogsPage state={state} selection={route.selection} />;
    case 'send':
      return <SendPage send={state.send} />;
    case 'destinations':
      return <DestinationsPage />;
    case 'keys':
      return <KeysPage />;
    case 'unknown':
      return (
        <Page title="Nothing here">
          <Empty title="No page has this address.">
            <p>
              <a href={hrefOf({ page: 'overview' })}>Go to the overview</a>
            </p>
          </Empty>
        </Page>
      );
  }
}

/** Moves the focus to the new page's title, for people who follow links by keyboard. */
function useFocusOnMove(
  main: React.RefObject<HTMLElement | null>,
  place: string,
): void {
  const shown = useRef(place);
  useEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    if (cameBack()) return;
    window.scrollTo(0, 0);
    main.current?.querySelector('h1')?.focus({ preventScroll: true });
  }, [main, place]);
}
