// With every-sdk.ts: what only SDK 2 has.

import {
  BasicTracerProvider,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import {
  ALLOW_ALL_BAGGAGE_KEYS,
  BaggageSpanProcessor,
} from '@otel-baggage/span-processor';

export const spanProcessors: SpanProcessor[] = [
  new BaggageSpanProcessor({ included: ['tenant.*'] }),
  new BaggageSpanProcessor(ALLOW_ALL_BAGGAGE_KEYS),
];
export const provider = new BasicTracerProvider({
  spanProcessors: [new BaggageSpanProcessor({ included: ['tenant.*'] })],
});
