import type { Span } from '../console/contract';
import { visible } from '../format';
import { LongText } from '../parts/long-text';

const MAX_ATTRIBUTES = 100;

/** All attributes of a span, those from baggage first and marked. */
export function SpanDetails({ span }: { span: Span }) {
  const copied = new Set(span.fromBaggage);
  const names = [
    ...span.fromBaggage,
    ...Object.keys(span.attributes).filter(name => !copied.has(name)),
  ];
  return (
    <div className="span-details">
      <p className="note">
        {span.kind} span of <code>{visible(span.scope)}</code>
      </p>
      <table className="attributes">
        <caption className="visually-hidden">Attributes</caption>
        <tbody>
          {names.slice(0, MAX_ATTRIBUTES).map(name => (
            <tr
              key={name}
              className={copied.has(name) ? 'from-baggage' : undefined}
            >
              <th scope="row">{visible(name)}</th>
              <td>
                <LongText text={visible(span.attributes[name])} />
              </td>
              <td>{copied.has(name) && 'from baggage'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
