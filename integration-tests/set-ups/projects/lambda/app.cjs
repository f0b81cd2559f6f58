// In the place of Lambda's runtime: loads the handler, and calls it.

const { createServer } = require('node:http');
const { handler } = require('./handler.cjs');

const context = {
  awsRequestId: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:shop',
};

const server = createServer(async ({ headers }, response) => {
  response.end((await handler({ headers }, context)).body);
});

server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
