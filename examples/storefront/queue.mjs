// The queue between orders and the worker: Redis where REDIS_SOCKET names the
// socket of one, else the parent process passes the messages on.

/**
 * @param name of the queue
 * @returns `publish(body)`, `consume(handle)` and `close()`. A message has
 *   headers beside its body, in which trace context and baggage travel; `handle`
 *   is called with the body, in their context
 */
export async function openQueue(name) {
  const { REDIS_SOCKET } = process.env;
  if (REDIS_SOCKET) {
    const { openRedisQueue } = await import('./queue-redis.mjs');
    return openRedisQueue(name, REDIS_SOCKET);
  }
  const { openParentQueue } = await import('./queue-in-process.mjs');
  return openParentQueue(name);
}
