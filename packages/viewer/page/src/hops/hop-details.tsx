import { useState } from 'react';
import type { Dropped, Hop } from '../../../src/types';
import { formatNumber, visible } from '../format';
import { BaggageTag } from '../parts/baggage-tag';
import { explainReason } from './drop-reason';
import { HeaderText } from './header-text';

const FEW = 12;

/** The header on both ends of a call, and what the receiver made of it. */
export function HopDetails({ hop }: { hop: Hop }) {
  return (
    <div className="hop-details">
      {hop.sent === hop.received ? (
        <HeaderText
          label="Sent and received"
          header={hop.sent}
          dropped={hop.dropped}
        />
      ) : (
        <>
          <HeaderText label="Sent" header={hop.sent} />
          <HeaderText
            label="Received"
            header={hop.received}
            dropped={hop.dropped}
          />
        </>
      )}
      {hop.accepted.length > 0 && (
        <Several title="Accepted" items={hop.accepted} className="tags">
          {entry => (
            <BaggageTag
              name={entry.key}
              value={entry.value}
              metadata={entry.metadata}
            />
          )}
        </Several>
      )}
      {groupByReason(hop.dropped).map(([reason, members]) => (
        <Several
          key={reason}
          title={
            <>
              Dropped: <strong>{visible(reason)}</strong>
            </>
          }
          note={explainReason(reason)}
          items={members}
          className="dropped"
        >
          {member => <DroppedMember member={member} />}
        </Several>
      ))}
    </div>
  );
}

function groupByReason(dropped: Dropped[]): [string, Dropped[]][] {
  const groups = new Map<string, Dropped[]>();
  for (const member of dropped) {
    const group = groups.get(member.reason) ?? [];
    groups.set(member.reason, [...group, member]);
  }
  return [...groups];
}

function DroppedMember({ member }: { member: Dropped }) {
  const { key, position, bytes } = member;
  return (
    <>
      {key === undefined ? (
        `member ${position + 1}`
      ) : (
        <code>{visible(key)}</code>
      )}{' '}
      <small>{formatNumber(bytes)} bytes</small>
    </>
  );
}

interface SeveralProps<T> {
  title: React.ReactNode;
  note?: string;
  items: T[];
  className: string;
  children(item: T): React.ReactNode;
}

/** A list that shows the first few until it is asked for all. */
function Several<T>(props: SeveralProps<T>) {
  const { title, note, items, className, children } = props;
  const [all, setAll] = useState(false);
  const more = items.length - FEW;
  return (
    <div className="several">
      <h3>
        {title} <small>{items.length}</small>
      </h3>
      {note && <p className="note">{note}</p>}
      <ul className={className}>
        {(all ? items : items.slice(0, FEW)).map((item, index) => (
          <li key={index}>{children(item)}</li>
        ))}
      </ul>
      {more > 0 && (
        <button
          type="button"
          className="button-quiet"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? 'Show fewer' : `Show ${more} more`}
        </button>
      )}
    </div>
  );
}
