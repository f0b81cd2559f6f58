import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { EnvironmentGetter } from '@opentelemetry/propagator-env-carrier';
import work from './work.cjs';

const received = propagation.extract(
  ROOT_CONTEXT,
  undefined,
  new EnvironmentGetter(),
);
context.with(received, async () => {
  console.log(JSON.stringify(await work()));
});
