// An HTTP server without a line of ours. It answers /work by asking itself
// for /part, and ends as `MODE` says when it has been asked once.

const http = require('node:http');
const run = require('./server-steps.cjs');

run(http, fetch);
