import { visible } from '../format';

const MOST = 12;

/** Names of baggage keys. */
export function BaggageKeys({ keys }: { keys: string[] }) {
  if (keys.length === 0) return '–';
  return (
    <span className="tags">
      {keys.slice(0, MOST).map(key => (
        <span className="tag" key={key}>
          <span className="tag-key">{visible(key)}</span>
        </span>
      ))}
      {keys.length > MOST && <small>and {keys.length - MOST} more</small>}
    </span>
  );
}
