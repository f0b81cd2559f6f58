import type { Connection } from './console/changes';
import { changes, useConnection } from './console/changes';
import type { State } from './console/contract';
import { formatNumber } from './format';
import { PauseIcon, PlayIcon, TagIcon } from './parts/icons';
import { Segmented } from './parts/segmented';
import type { Route } from './route';
import { hrefOf } from './route';
import { THEMES, useTheme } from './theme';

const TABS: { title: string; route: Route }[] = [
  { title: 'Overview', route: { page: 'overview' } },
  { title: 'Traces', route: { page: 'traces' } },
  { title: 'Logs', route: { page: 'logs' } },
  { title: 'Send a header', route: { page: 'send' } },
  { title: 'Egress', route: { page: 'egress' } },
];

interface Props {
  route: Route;
  state?: State;
}

export function SiteHeader({ route, state }: Props) {
  const [theme, setTheme] = useTheme();
  const tab = route.page === 'trace' ? 'traces' : route.page;
  return (
    <header className="site-header">
      <div className="site-bar">
        <a className="brand" href={hrefOf({ page: 'overview' })}>
          <TagIcon />
          <span>
            otel-baggage <span className="brand-part">storefront</span>
          </span>
        </a>
        <LiveStatus state={state} />
        <Segmented
          label="Theme"
          options={THEMES}
          chosen={theme}
          onChoose={setTheme}
          quiet
        />
      </div>
      <nav aria-label="Main">
        <ul>
          {TABS.map(({ title, route: target }) => (
            <li key={title}>
              <a
                href={hrefOf(target)}
                aria-current={tab === target.page ? 'page' : undefined}
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Lost />
    </header>
  );
}

function LiveStatus({ state }: { state?: State }) {
  const connection = useConnection();
  const paused = connection === 'paused';
  return (
    <div className="live" data-connection={connection}>
      <span className="live-dot" aria-hidden="true" />
      <span className="live-text">{statusOf(connection, state)}</span>
      <button
        type="button"
        className="button-quiet"
        onClick={() => changes.setPaused(!paused)}
      >
        {paused ? <PlayIcon /> : <PauseIcon />}
        {paused ? 'Resume' : 'Pause'}
        <span className="visually-hidden"> live updates</span>
      </button>
    </div>
  );
}

function statusOf(connection: Connection, state?: State): string {
  if (connection === 'paused') return 'Paused';
  if (connection === 'lost') return 'No connection';
  if (state === undefined) return 'Connecting …';
  const { phase, load } = state;
  const sent = `${formatNumber(load.sent)} of ${formatNumber(load.planned)} requests sent`;
  if (phase === 'starting') return 'Starting the services …';
  return phase === 'done' ? `Round complete: ${sent}` : sent;
}

function Lost() {
  const lost = useConnection() === 'lost';
  return (
    <div role="status">
      {lost && (
        <p className="lost">
          <span className="spinner" aria-hidden="true" />
          <span>
            The storefront does not answer; trying again. A bounded round ends
            by itself, <code>npm start -- --serve</code> keeps it running.
          </span>
        </p>
      )}
    </div>
  );
}
