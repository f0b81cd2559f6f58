import type { TextMapPropagator } from '@opentelemetry/api';
import type { Guard } from './guard-propagator';
import { log } from './log';
import type { SdkPackages } from './sdk-packages';

const DEFAULT_PROPAGATORS = ['tracecontext', 'baggage'];
const JAEGER = 'jaeger';

/**
 * What `OTEL_PROPAGATORS` names, in its order and without duplicates, with
 * `baggage` in the place of the upstream propagator. An unknown name is
 * warned of and left out.
 *
 * @param guard for those that carry baggage in headers of their own
 * @returns undefined where the SDK has to decide alone, because no baggage
 *   was asked for (`none` included)
 */
export function propagatorsFromEnv(
  sdk: SdkPackages,
  baggage: TextMapPropagator,
  guard: Guard | undefined,
): TextMapPropagator[] | undefined {
  const listed = sdk.core().getStringListFromEnv('OTEL_PROPAGATORS') ?? [];
  const names = new Set(listed.length === 0 ? DEFAULT_PROPAGATORS : listed);
  if (names.has('none')) return undefined;
  const hasOtherBaggage = names.has(JAEGER) && guard !== undefined;
  if (!names.has('baggage') && !hasOtherBaggage) return undefined;

  const propagators: TextMapPropagator[] = [];
  for (const name of names) {
    const propagator =
      name === 'baggage' ? baggage : createPropagator(sdk, name);
    if (propagator !== undefined) {
      propagators.push(
        name === JAEGER && guard ? guard(propagator) : propagator,
      );
    } else {
      log.warn(`OTEL_PROPAGATORS names an unknown propagator: "${name}"`);
    }
  }
  return propagators;
}

function createPropagator(
  sdk: SdkPackages,
  name: string,
): TextMapPropagator | undefined {
  switch (name) {
    case 'tracecontext':
      return new (sdk.core().W3CTraceContextPropagator)();
    case 'b3': {
      const { B3Propagator } = sdk.load('@opentelemetry/propagator-b3');
      return new B3Propagator();
    }
    case 'b3multi': {
      const { B3Propagator, B3InjectEncoding } = sdk.load(
        '@opentelemetry/propagator-b3',
      );
      return new B3Propagator({
        injectEncoding: B3InjectEncoding.MULTI_HEADER,
      });
    }
    case JAEGER: {
      // SDK 3 no longer has it
      if (!sdk.dependsOn('@opentelemetry/propagator-jaeger')) return undefined;
      const { JaegerPropagator } = sdk.load('@opentelemetry/propagator-jaeger');
      return new JaegerPropagator();
    }
    default:
      return undefined;
  }
}
