/**
 * For the command, which shows the environment. No promises: it changes without
 * notice.
 */
export {
  readEnvironment,
  type Environment,
  type EnvironmentReading,
  type EnvironmentVariable,
  type UnknownVariable,
} from './environment/read-environment';
export type { Fault } from './environment/readers';
export { VARIABLES } from './environment/variables';
export { signalOptions, type BaggageSignal } from './options';
export { VIEW_VARIABLE } from './view/hop-recorder';
