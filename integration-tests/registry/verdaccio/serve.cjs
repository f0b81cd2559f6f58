// A registry for the packages of this repository alone, to which everybody may
// publish: `fork('serve.cjs', [folder])` keeps its storage in the folder. Sends
// its port to the parent process, and ends with it.

const { join } = require('node:path');
const { runServer } = require('verdaccio');

const [folder] = process.argv.slice(2);

serve();

async function serve() {
  const server = await runServer({
    configPath: join(folder, 'config.yaml'),
    storage: join(folder, 'storage'),
    packages: { '@otel-baggage/*': { access: '$all', publish: '$all' } },
    uplinks: {},
    web: { enable: false },
    log: { type: 'stdout', level: 'error' },
  });
  // A port may come again with other packages of the same version: npm must
  // not find them in its cache.
  server.prependListener('request', (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.on('disconnect', () => process.exit());
}
