export { baggageOptionsFromEnv } from './options-from-env';
export { startOptionsWithBaggage } from './start-options-with-baggage';
export { withBaggage } from './with-baggage';
export type {
  BaggageMetricsOptions,
  BaggageOptions,
  Environment,
  NodeSdkConfigurationLike,
  StartNodeSdkOptionsLike,
  StartOptionsWithBaggage,
  WithBaggage,
} from './types';
