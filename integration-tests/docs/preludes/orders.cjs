// The service that the block asks is not there.
globalThis.fetch = async () => new Response();
