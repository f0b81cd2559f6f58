import { log } from './log';
import type { SdkPackages } from './sdk-packages';

const DEFAULT_PROTOCOL = 'http/protobuf';

const SUFFIX_BY_PROTOCOL = new Map([
  ['grpc', 'grpc'],
  ['http/json', 'http'],
  [DEFAULT_PROTOCOL, 'proto'],
]);

/**
 * The OTLP exporter of one signal, from the package that the installed SDK
 * uses, for the protocol that the environment names. It reads the other
 * `OTEL_EXPORTER_OTLP_*` variables itself.
 *
 * @param trim whether spaces around the protocol's name are removed: NodeSDK
 *   does so for logs, and for spans it does not
 */
export function createOtlpExporter(
  sdk: SdkPackages,
  signal: 'trace' | 'logs',
  trim: boolean,
): object {
  const protocol = protocolFromEnv(sdk, signal, trim);
  let suffix = SUFFIX_BY_PROTOCOL.get(protocol);
  if (suffix === undefined) {
    log.warn(
      `no exporter for the OTLP ${signal} protocol "${protocol}", using ${DEFAULT_PROTOCOL}`,
    );
    suffix = 'proto';
  }
  const exporters = sdk.load(
    `@opentelemetry/exporter-${signal}-otlp-${suffix}`,
  );
  return signal === 'trace'
    ? new exporters.OTLPTraceExporter()
    : new exporters.OTLPLogExporter();
}

function protocolFromEnv(
  sdk: SdkPackages,
  signal: 'trace' | 'logs',
  trim: boolean,
): string {
  const { getStringFromEnv } = sdk.core();
  const name =
    signal === 'trace'
      ? 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'
      : 'OTEL_EXPORTER_OTLP_LOGS_PROTOCOL';
  const protocol =
    getStringFromEnv(name) ??
    getStringFromEnv('OTEL_EXPORTER_OTLP_PROTOCOL') ??
    DEFAULT_PROTOCOL;
  return trim ? protocol.trim() : protocol;
}
