/**
 * The type checker's test: the processor is assignable wherever SDK 2 takes a
 * `LogRecordProcessor`.
 */
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { ALLOW_ALL_BAGGAGE_KEYS, BaggageLogRecordProcessor } from './index';

const processor = new BaggageLogRecordProcessor({ included: ['tenant.id'] });
const withPredicate = new BaggageLogRecordProcessor(ALLOW_ALL_BAGGAGE_KEYS);

test('A7 it is a LogRecordProcessor of sdk-logs', () => {
  const processors: LogRecordProcessor[] = [processor, withPredicate];
  expect(new LoggerProvider({ processors })).toBeInstanceOf(LoggerProvider);
});

test('A7 NodeSDK takes it', () => {
  const configuration: Partial<NodeSDKConfiguration> = {
    logRecordProcessors: [processor, withPredicate],
    logRecordProcessor: processor,
  };
  expect(new NodeSDK(configuration)).toBeInstanceOf(NodeSDK);
});
