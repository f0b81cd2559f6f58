import type { Attributes, Context } from '@opentelemetry/api';
import { activeContext } from './active-context';
import { withAttributes } from '@otel-baggage/core/internal';
import type { Attachment } from './attachment';
import { type Holder, override, valuesIn, wrapProvider } from './override';

/** The part of the API for logs that is used here; it moved with API 1.10. */
interface LogRecord {
  context?: Context;
  attributes?: Attributes | undefined;
}
type Emit = (this: unknown, record: LogRecord) => void;

/** The fields of the SDK's beside the interface. */
interface KnownProvider {
  /** Private: the loggers that it has given out. */
  _sharedState?: { loggers?: ReadonlyMap<unknown, object> };
}

/** Has the log records of a provider get baggage attributes (rule R1). */
export function wrapLoggerProvider(
  provider: KnownProvider,
  attachment: Attachment,
): void {
  const loggers = valuesIn(provider._sharedState?.loggers);
  wrapProvider(provider, attachment, 'getLogger', loggers, wrapLogger);
}

function wrapLogger(logger: object, holder: Holder<Attachment>): void {
  override<Emit>(
    logger,
    'emit',
    emit =>
      function (record) {
        const { logs } = holder.attachment;
        const selected = logs?.selectIn(record.context ?? activeContext());
        if (selected === undefined || selected.length === 0) {
          emit.call(this, record);
        } else {
          // In this order it takes a tenth of the time.
          const copy: LogRecord = { attributes: undefined, ...record };
          copy.attributes = withAttributes(record.attributes, selected);
          emit.call(this, copy);
        }
      },
  );
}
