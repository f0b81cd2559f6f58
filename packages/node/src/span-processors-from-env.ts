import { batchOptionsFromEnv } from './batch-options-from-env';
import { log } from './log';
import { LateSpanProcessor } from './late-span-processor';
import { createOtlpExporter } from './otlp-exporter';
import type { SdkPackages } from './sdk-packages';
import { selfObserved } from './self-observed';
import type { SpanProcessorLike } from './types';

const EXPORTERS = 'OTEL_TRACES_EXPORTER';
const SDK_TRACE = '@opentelemetry/sdk-trace';

/** The exporters of a start function, by their name in the environment. */
type ExporterFactories = Map<string, () => object>;

/**
 * The span processors that `new NodeSDK()` makes of the environment:
 * `OTEL_TRACES_EXPORTER`, `OTEL_EXPORTER_OTLP_*`, `OTEL_BSP_*`. What is not
 * known is warned of.
 *
 * @returns undefined where the SDK would make none and has to say so itself
 */
export function spanProcessorsFromEnv(
  sdk: SdkPackages,
): SpanProcessorLike[] | undefined {
  const factories: ExporterFactories = new Map([
    ['otlp', () => createOtlpExporter(sdk, 'trace', false)],
    ['console', () => createConsoleExporter(sdk)],
    [
      'zipkin',
      () => new (sdk.load('@opentelemetry/exporter-zipkin').ZipkinExporter)(),
    ],
  ]);
  let names = listedExporters(sdk).filter(name => name !== 'null');
  if (names[0] === 'none') return undefined;
  if (names.includes('none')) {
    log.warn(
      `${EXPORTERS} has "none" beside others, using otlp as NodeSDK does`,
    );
    names = [];
  }
  return createSpanProcessors(sdk, names, factories);
}

/**
 * The same as `startNodeSdk()` of SDK 3 does it: without `zipkin`, and with
 * `none` anywhere in the list there are no spans.
 */
export function startSpanProcessorsFromEnv(
  sdk: SdkPackages,
): SpanProcessorLike[] | undefined {
  const names = listedExporters(sdk);
  if (names.includes('none')) return undefined;
  return createSpanProcessors(
    sdk,
    names,
    new Map([
      ['otlp', () => createOtlpExporter(sdk, 'trace', true)],
      ['console', () => createConsoleExporter(sdk)],
    ]),
  );
}

/** The processor that NodeSDK makes for an exporter, `OTEL_BSP_*` included. */
export function createBatchSpanProcessor(
  sdk: SdkPackages,
  exporter: object,
): SpanProcessorLike {
  // Before sdk-node 0.220 the processor itself reads the variables.
  if (!sdk.dependsOn(SDK_TRACE)) {
    return new (traceModule(sdk).BatchSpanProcessor)(exporter);
  }
  const options = {
    exporter,
    ...batchOptionsFromEnv(sdk.core(), 'OTEL_BSP'),
  };
  return selfObserved(sdk, LateSpanProcessor, selfObsMeterProvider => {
    const { BatchSpanProcessor } = traceModule(sdk);
    return new BatchSpanProcessor({ ...options, selfObsMeterProvider });
  });
}

function listedExporters(sdk: SdkPackages): string[] {
  return [...new Set(sdk.core().getStringListFromEnv(EXPORTERS))];
}

function createSpanProcessors(
  sdk: SdkPackages,
  listed: string[],
  factories: ExporterFactories,
): SpanProcessorLike[] | undefined {
  const names = listed.length === 0 ? ['otlp'] : listed;
  if (!names.some(name => factories.has(name))) return undefined;

  return names.flatMap(name => {
    const exporter = factories.get(name)?.();
    if (exporter === undefined) {
      log.warn(`${EXPORTERS} names an unknown exporter: "${name}"`);
      return [];
    }
    return name === 'console'
      ? createSimpleSpanProcessor(sdk, exporter)
      : createBatchSpanProcessor(sdk, exporter);
  });
}

function createSimpleSpanProcessor(
  sdk: SdkPackages,
  exporter: object,
): SpanProcessorLike {
  const { SimpleSpanProcessor } = traceModule(sdk);
  return sdk.dependsOn(SDK_TRACE)
    ? selfObserved(
        sdk,
        LateSpanProcessor,
        selfObsMeterProvider =>
          new SimpleSpanProcessor({ exporter, selfObsMeterProvider }),
      )
    : new SimpleSpanProcessor(exporter);
}

function createConsoleExporter(sdk: SdkPackages): object {
  return new (traceModule(sdk).ConsoleSpanExporter)();
}

function traceModule(sdk: SdkPackages) {
  return sdk.load(
    sdk.dependsOn(SDK_TRACE) ? SDK_TRACE : '@opentelemetry/sdk-trace-base',
  );
}
