import { formatNumber } from '../format';

interface Props {
  bytes: number;
  limit: number;
}

/** How full a header is. */
export function ByteMeter({ bytes, limit }: Props) {
  const share = Math.min(1, bytes / limit);
  const text = `${formatNumber(bytes)} of ${formatNumber(limit)} bytes`;
  return (
    <span className={bytes > limit ? 'meter meter-over' : 'meter'}>
      <span
        className="meter-track"
        role="meter"
        aria-label="Size of the header"
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(bytes, limit)}
        aria-valuetext={text}
      >
        {bytes > 0 && (
          <span className="meter-bar" style={{ width: `${share * 100}%` }} />
        )}
      </span>
      <span className="meter-text" aria-hidden="true">
        {text}
      </span>
    </span>
  );
}
