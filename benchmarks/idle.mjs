/**
 * A span and log record processor in the place of an exporter: everything is
 * recorded, nothing is sent.
 */
export const idle = {
  onStart() {},
  onEnd() {},
  onEmit() {},
  forceFlush: async () => {},
  shutdown: async () => {},
};
