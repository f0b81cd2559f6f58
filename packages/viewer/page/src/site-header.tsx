import type { Connection } from './api/changes';
import { changes, useConnection } from './api/changes';
import type { State } from '../../src/types';
import { formatCount } from './format';
import { PauseIcon, PlayIcon, TagIcon } from './parts/icons';
import { Segmented } from './parts/segmented';
import type { Route } from './route';
import { hrefOf } from './route';
import { THEMES, useTheme } from './theme';

const TABS: { title: string; route: Route }[] = [
  { title: 'Overview', route: { page: 'overview' } },
  { title: 'Traces', route: { page: 'traces' } },
  { title: 'Destinations', route: { page: 'destinations' } },
  { title: 'Keys', route: { page: 'keys' } },
  { title: 'Logs', route: { page: 'logs' } },
  { title: 'Send', route: { page: 'send' } },
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
            otel-baggage <span className="brand-part">viewer</span>
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
  const { traces, spans } = state;
  return `${formatCount(traces, 'trace')}, ${formatCount(spans, 'span')}`;
}

function Lost() {
  const lost = useConnection() === 'lost';
  return (
    <div role="status">
      {lost && (
        <p className="lost">
          <span className="spinner" aria-hidden="true" />
          <span>
            The viewer does not answer; trying again. Start it again with
            <code> npx otel-baggage view</code>.
          </span>
        </p>
      )}
    </div>
  );
}
