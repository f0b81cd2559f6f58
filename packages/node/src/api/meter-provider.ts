import type { Attributes, Context } from '@opentelemetry/api';
import { activeContext } from './active-context';
import { SYNCHRONOUS_INSTRUMENTS } from '@otel-baggage/metrics/internal';
import type { Attachment } from './attachment';
import {
  claim,
  type Holder,
  override,
  valuesIn,
  wrapProvider,
} from './override';

type Create = (this: unknown, name: string, options?: unknown) => object;
type Measure = (
  this: unknown,
  value: number,
  attributes?: Attributes,
  context?: Context,
) => void;

/** The fields of the SDK's beside the interfaces. */
interface KnownProvider {
  /** Private: the meters that it has given out, and its resource. */
  _sharedState?: {
    meterSharedStates?: ReadonlyMap<unknown, { meter?: KnownMeter }>;
    resource?: KnownResource;
  };
}
interface KnownResource {
  attributes?: Attributes;
  /** Those that a detector is still to find, too. */
  getRawAttributes?(): readonly [name: string, value: unknown][];
}
interface KnownMeter {
  /** Private: its name. */
  _meterSharedState?: { _instrumentationScope?: { name?: string } };
}

/**
 * Has the measurements of a provider get baggage attributes: each once, whatever
 * views and readers there are (rules R1 and M5); for instruments that are made
 * from now on.
 */
export function wrapMeterProvider(
  provider: KnownProvider,
  attachment: Attachment,
): void {
  attachment.metrics?.reserve(namesIn(provider._sharedState?.resource));
  const states = valuesIn(provider._sharedState?.meterSharedStates);
  const meters = states.flatMap(({ meter }) => meter ?? []);
  wrapProvider(provider, attachment, 'getMeter', meters, wrapMeter);
}

/** An exporter can be told to put them onto each metric (rule M6a). */
function namesIn(resource: KnownResource | undefined): string[] {
  const { getRawAttributes, attributes = {} } = resource ?? {};
  const raw = getRawAttributes?.call(resource) ?? Object.entries(attributes);
  return raw.map(([name]) => name);
}

function wrapMeter(
  meter: KnownMeter,
  holder: Holder<Attachment>,
  meterName = meter._meterSharedState?._instrumentationScope?.name ?? '',
): void {
  const wrap = (create: Create, method: string): Create =>
    function (name, options) {
      const instrument = create.call(this, name, options);
      if (claim(instrument, holder)) {
        override<Measure>(instrument, method, measure =>
          measuring(measure, holder, meterName, name),
        );
      }
      return instrument;
    };
  for (const { create, measure } of SYNCHRONOUS_INSTRUMENTS) {
    override<Create>(meter, create, make => wrap(make, measure));
  }
}

function measuring(
  measure: Measure,
  holder: Holder<Attachment>,
  meterName: string,
  name: string,
): Measure {
  let decidedFor: Attachment | undefined;
  let isMeasured = false;
  return function (value, attributes, context) {
    const { attachment } = holder;
    if (decidedFor !== attachment) {
      decidedFor = attachment;
      isMeasured = attachment.measures(meterName, name);
    }
    const measured = context ?? activeContext();
    const all = isMeasured
      ? attachment.metrics!.add(attributes, measured)
      : attributes;
    measure.call(this, value, all, measured);
  };
}
