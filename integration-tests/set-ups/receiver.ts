import { exportTo } from '../matrix/support/application-process';
import { OtlpReceiver } from '../matrix/support/otlp-receiver';
import { AzureIngestion } from '../registry/azure-ingestion';
import { decodeProtobuf } from './decode-protobuf';
import { SentryIngestion } from './sentry-ingestion';

/** Where applications send their telemetry. */
export interface Receiver {
  spans: OtlpReceiver['spans'];
  logRecords: OtlpReceiver['logRecords'];
  dataPoints: OtlpReceiver['dataPoints'];
  /** What tells an application where it is. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

const STARTERS = {
  otlp: async () => {
    const receiver = await OtlpReceiver.start(decodeProtobuf);
    const environment = exportTo(receiver.endpoint);
    return Object.assign(receiver, { environment });
  },
  azure: () => AzureIngestion.start(),
  sentry: () => SentryIngestion.start(),
};

/** @param name of the protocol, by default OTLP */
export function startReceiver(
  name: keyof typeof STARTERS = 'otlp',
): Promise<Receiver> {
  return STARTERS[name]();
}

export type Protocol = keyof typeof STARTERS;
