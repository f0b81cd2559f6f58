import type { Dropped } from '../console/contract';
import { visible } from '../format';
import { splitHeader } from './header-members';

const MAX_MEMBERS = 300;

interface Props {
  label: string;
  /** null: there was none. */
  header: string | null;
  /** Those members are struck out. */
  dropped?: Dropped[];
}

/** A header as it stood on the wire. */
export function HeaderText({ label, header, dropped = [] }: Props) {
  if (header === null) {
    return (
      <p className="header-none">
        <span className="header-label">{label}</span> no baggage header
      </p>
    );
  }
  const members = splitHeader(header, dropped);
  return (
    <div className="header">
      <span className="header-label">{label}</span>
      <code
        className="header-text"
        tabIndex={0}
        aria-label={label}
        role="group"
      >
        {members.slice(0, MAX_MEMBERS).map((member, index) => (
          <span key={index}>
            {index > 0 && ','}
            <wbr />
            {member.dropped ? (
              <del>{visible(member.text)}</del>
            ) : (
              visible(member.text)
            )}
          </span>
        ))}
        {members.length > MAX_MEMBERS &&
          ` … and ${members.length - MAX_MEMBERS} more`}
      </code>
    </div>
  );
}
