import cluster from 'node:cluster';

if (cluster.isPrimary) {
  cluster.fork();
  cluster.fork();
  const listening = new Set();
  cluster.on('listening', (worker, { port }) => {
    listening.add(worker);
    if (listening.size === 2) console.log(`http://127.0.0.1:${port}`);
  });
  process.once('SIGTERM', () => cluster.disconnect());
} else {
  await import('./app.js');
}
