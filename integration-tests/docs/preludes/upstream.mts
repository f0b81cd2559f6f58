/* eslint-disable @typescript-eslint/no-unused-vars -- for the block behind it */
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';

context.setGlobalContextManager(new AsyncLocalStorageContextManager());
const exporter = new InMemorySpanExporter();
const tracerWith = (processor: SpanProcessor) =>
  new TracerProvider({
    spanProcessors: [processor, new SimpleSpanProcessor({ exporter })],
  }).getTracer('test');
const attributes = () => exporter.getFinishedSpans()[0]?.attributes;
