export { baggageOptionsFromEnv, readEnvironment } from './options-from-env';
export {
  signalOptions,
  type BaggageSignal,
  type BaggageSignalOptions,
} from './options';
export { startOptionsWithBaggage } from './start-options-with-baggage';
export { withBaggage } from './with-baggage';
export type {
  BaggageMetricsOptions,
  BaggageOptions,
  Environment,
  EnvironmentReading,
  EnvironmentVariable,
  NodeSdkConfigurationLike,
  StartNodeSdkOptionsLike,
  StartOptionsWithBaggage,
  WithBaggage,
} from './types';
