// As the SDK does when it is started.
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { context } from '@opentelemetry/api';

context.setGlobalContextManager(new AsyncLocalStorageContextManager());
