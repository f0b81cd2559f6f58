import type { Hop } from '../../../src/types';
import { formatCount, formatNumber, visible } from '../format';
import { ArrowIcon, ChevronIcon } from '../parts/icons';
import { Empty } from '../parts/notice';
import { ByteMeter } from './byte-meter';
import { HopDetails } from './hop-details';

/** Shows the baggage from service to service. */
export function HopList({ hops }: { hops: Hop[] }) {
  if (hops.length === 0) return <Empty title="No call was seen." />;
  return (
    <ol className="hops" aria-label="Hops">
      {hops.map((hop, index) => (
        <li key={index}>
          <HopItem hop={hop} />
        </li>
      ))}
    </ol>
  );
}

/** Those where something was dropped are open from the start. */
function HopItem({ hop }: { hop: Hop }) {
  return (
    <details className="hop" open={hop.dropped.length > 0}>
      <summary>
        <ChevronIcon />
        <span className="hop-way">
          {visible(hop.from)} <ArrowIcon />{' '}
          <span className="visually-hidden">to</span> {visible(hop.to)}
        </span>
        <span className="hop-outcome">
          {hop.received === null ? (
            'no baggage'
          ) : (
            <>{formatCount(hop.accepted.length, 'entry', 'entries')} accepted</>
          )}
          {hop.dropped.length > 0 && (
            <>
              {' '}
              <span className="hop-dropped">
                {formatNumber(hop.dropped.length)} dropped
              </span>
            </>
          )}
        </span>
        <ByteMeter bytes={hop.bytes} limit={hop.limit} />
      </summary>
      <HopDetails hop={hop} />
    </details>
  );
}
