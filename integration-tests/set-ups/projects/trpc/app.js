import { initTRPC } from '@trpc/server';
import { createHTTPServer } from '@trpc/server/adapters/standalone';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.cjs';

const t = initTRPC.context().create();

const signedIn = t.procedure.use(({ ctx, next }) =>
  runWithBaggageOnSpan({ 'tenant.id': ctx.tenant }, () => next()),
);

const server = createHTTPServer({
  router: t.router({ work: signedIn.query(() => work()) }),
  createContext: ({ req }) => ({ tenant: req.headers['x-tenant'] }),
});

server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
