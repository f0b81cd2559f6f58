// A shop of two services in one process, without a line of ours. The front
// (Express) answers /buy by asking the back (plain `http`) three times, with
// `http.request`, `fetch` and undici; for /ship the back adds a baggage entry
// and asks the front for /receipt. An answer holds the baggage header that each
// path was asked with.

/**
 * @param modules what the application got from its `require` or `import`
 */
module.exports = async function serve({
  createServer,
  httpRequest,
  express,
  undiciRequest,
  api,
  logs,
}) {
  const tracer = api.trace.getTracer('application');
  const logger = logs.getLogger('application');
  const handled = api.metrics.getMeter('application').createCounter('handled');

  /** Handles a request, with a record of each kind that names who asked. */
  const handle = (path, tenant, work) =>
    tracer.startActiveSpan(path, async span => {
      const asked = { 'asked.tenant': tenant };
      await pause();
      span.setAttributes(asked);
      logger.emit({ body: path, attributes: asked });
      handled.add(1, asked);
      try {
        return await work();
      } finally {
        span.end();
      }
    });

  const front = express();
  front.get('/buy', async (request, response, next) => {
    const { tenant } = request.query;
    try {
      const answers = await handle('/buy', tenant, () =>
        Promise.all([
          askByHttp(`${urlOf(back)}/stock?tenant=${tenant}`),
          askByFetch(`${urlOf(back)}/price?tenant=${tenant}`),
          askByUndici(`${urlOf(back)}/ship?tenant=${tenant}`),
        ]),
      );
      response.json(withHeader('/buy', request, ...answers));
    } catch (error) {
      next(error);
    }
  });
  front.get('/receipt', async (request, response, next) => {
    try {
      await handle('/receipt', request.query.tenant, pause);
      response.json(withHeader('/receipt', request));
    } catch (error) {
      next(error);
    }
  });

  const back = createServer(async (request, response) => {
    const { pathname: path, searchParams } = new URL(request.url, urlOf(back));
    const tenant = searchParams.get('tenant');
    const answers = await handle(path, tenant, async () =>
      path === '/ship'
        ? [await withEntry('hop', 'back', () => askForReceipt(tenant))]
        : [],
    );
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(withHeader(path, request, ...answers)));
  });

  const askForReceipt = tenant =>
    askByFetch(`${urlOf(frontServer)}/receipt?tenant=${tenant}`);

  const withEntry = (key, value, work) => {
    const context = api.context.active();
    const baggage =
      api.propagation.getBaggage(context) ?? api.propagation.createBaggage();
    return api.context.with(
      api.propagation.setBaggage(context, baggage.setEntry(key, { value })),
      work,
    );
  };

  const askByHttp = url =>
    new Promise((resolve, reject) => {
      httpRequest(url, response => {
        let body = '';
        response.on('data', data => (body += data));
        response.on('end', () => resolve(JSON.parse(body)));
      })
        .on('error', reject)
        .end();
    });
  const askByFetch = async url => (await fetch(url)).json();
  const askByUndici = async url => (await undiciRequest(url)).body.json();

  const frontServer = createServer(front);
  const servers = [frontServer, back];
  await Promise.all(
    servers.map(
      server =>
        new Promise(done => {
          server.listen(0, '127.0.0.1', done);
        }),
    ),
  );

  process.once('disconnect', () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  });
  process.send(urlOf(frontServer));
};

/** Long enough for other requests to come between. */
function pause() {
  return new Promise(done => {
    setTimeout(done, 1);
  });
}

function urlOf(server) {
  return `http://127.0.0.1:${server.address().port}`;
}

/** The header of this request and those that other answers tell of, by path. */
function withHeader(path, request, ...answers) {
  return Object.assign({ [path]: request.headers.baggage ?? null }, ...answers);
}
