/**
 * The type checker's test: the processor is assignable wherever SDK 2 takes a
 * `SpanProcessor`.
 */
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { SpanProcessor as BaseSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { ALLOW_ALL_BAGGAGE_KEYS, BaggageSpanProcessor } from './index';

const processor = new BaggageSpanProcessor({ included: ['tenant.id'] });
const withPredicate = new BaggageSpanProcessor(ALLOW_ALL_BAGGAGE_KEYS);

test('A7 it is a SpanProcessor of sdk-trace and sdk-trace-base', () => {
  const both: SpanProcessor & BaseSpanProcessor = processor;
  const spanProcessors: SpanProcessor[] = [both, withPredicate];
  expect(new TracerProvider({ spanProcessors })).toBeInstanceOf(TracerProvider);
  expect(new BasicTracerProvider({ spanProcessors })).toBeInstanceOf(
    BasicTracerProvider,
  );
});

test('A7 NodeSDK takes it', () => {
  const configuration: Partial<NodeSDKConfiguration> = {
    spanProcessors: [processor, withPredicate],
    spanProcessor: processor,
  };
  expect(new NodeSDK(configuration)).toBeInstanceOf(NodeSDK);
});
