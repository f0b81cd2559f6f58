const { subscribe } = require('node:diagnostics_channel');

subscribe('http.server.response.finish', ({ request, response }) => {
  if (response.getHeader('x-content-type-options') !== 'nosniff') {
    console.error(`${request.url} is answered without nosniff`);
  }
});
