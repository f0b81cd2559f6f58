// As the SDK does when it is started.
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { context as contexts } from '@opentelemetry/api';

contexts.setGlobalContextManager(new AsyncLocalStorageContextManager());
