/**
 * For the sibling packages of the same version. No promises: it changes without
 * notice.
 */
export { METRIC_ATTRIBUTES_OPTIONS } from './baggage-attributes-processor';
export {
  DEFAULT_MAX_DISTINCT_VALUES,
  SYNCHRONOUS_INSTRUMENTS,
} from './constants';
