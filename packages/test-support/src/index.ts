export { BAGGAGE_STRING } from './abnf';
export * from './arbitraries';
export { baggageSources } from './baggage-sources';
export { captureDiag } from './capture-diag';
export { contextOf } from './context-of';
export type { Entry } from './entry';
export { heapUsed } from './heap-used';
export { listOf } from './list-of';
export {
  noEntries,
  requestMetadata,
  requestValues,
  throwingProxy,
} from './request-values';
export { read } from './read';
export { recordDiag } from './record-diag';
export { apiBaggage, write } from './write';
export { heldMegabytes } from './held-memory';
