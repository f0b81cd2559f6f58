// As the SDK does when it is started.
require('@opentelemetry/api').context.setGlobalContextManager(
  new (require('@opentelemetry/context-async-hooks').AsyncLocalStorageContextManager)(),
);
