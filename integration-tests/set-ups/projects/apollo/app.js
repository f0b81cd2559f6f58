import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.cjs';

const server = new ApolloServer({
  typeDefs: `
    scalar Answer
    type Query { work: Answer }
  `,
  resolvers: {
    Query: {
      work: (parent, args, { tenant }) =>
        runWithBaggageOnSpan({ 'tenant.id': tenant }, () => work()),
    },
  },
  csrfPrevention: false,
});

const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async ({ req }) => ({ tenant: req.headers['x-tenant'] }),
});
console.log(url);
