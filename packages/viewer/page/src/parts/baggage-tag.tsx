import { visible } from '../format';

interface Props {
  name: string;
  value: unknown;
  /** The properties of the entry. */
  metadata?: string;
}

/** A baggage entry, as the label on a suitcase. */
export function BaggageTag({ name, value, metadata }: Props) {
  return (
    <span className="tag">
      <span className="tag-key">{visible(name)}</span>
      <span className="tag-equals">=</span>
      <span className="tag-value">
        {value === '' ? <em>empty</em> : visible(value)}
      </span>
      {metadata && <span className="tag-metadata">;{visible(metadata)}</span>}
    </span>
  );
}
