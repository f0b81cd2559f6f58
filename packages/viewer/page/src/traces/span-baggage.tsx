import type { Span } from '../../../src/types';
import { visible } from '../format';

/** Why a span has a baggage entry as an attribute, or not. */
export function SpanBaggage({ span }: { span: Span }) {
  const { context, copied, received } = span.baggage;
  if (context === undefined) {
    return (
      <p className="note">
        Which baggage this span had is not known: the service does not run with{' '}
        <code>otel-baggage view</code>.
      </p>
    );
  }
  const keys = Object.keys(context);
  if (keys.length === 0) {
    return (
      <p className="note">
        {received
          ? 'No entry of the header was accepted, and none was set before this span began.'
          : 'No baggage was in its context: none came in, and none was set before this span began.'}
      </p>
    );
  }
  return (
    <ul className="why">
      {keys.map(key => (
        <li key={key}>
          <code>{visible(key)}</code>{' '}
          {copied.includes(key) || Object.hasOwn(span.attributes, key)
            ? 'was copied.'
            : 'was in the baggage and not copied: OTEL_BAGGAGE_ATTRIBUTE_KEYS does not select it.'}
        </li>
      ))}
    </ul>
  );
}
