// The ways that a request's work can go. Each is given
// - `record`, which makes a span, a log record and a measurement where it is
//   called,
// - `untilAllAreHere`, which waits for all requests that go this way, once,
// - `request`, with a short body to be read.

const { randomBytes } = require('node:crypto');
const { EventEmitter } = require('node:events');
const { readFile } = require('node:fs');
const { PassThrough, Readable, Transform, Writable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const timers = require('node:timers/promises');
const { createGzip, createGunzip, gzip } = require('node:zlib');
const { context } = require('@opentelemetry/api');

const bound = callback => context.bind(context.active(), callback);

/** Callbacks of all requests, called by whoever comes to it. */
const jobs = [];

/** Calls every callback once it is there, from a timer of no request at all. */
setInterval(() => {
  for (const job of jobs.splice(0)) job();
}, 1).unref();

/** One for all requests. */
const bus = new EventEmitter().setMaxListeners(0);

/**
 * Five connections for all requests. Who has to wait is called by whoever gives
 * a connection back, in the context of that one.
 */
const pool = {
  free: 5,
  waiting: [],
  acquire(callback) {
    if (this.free === 0) {
      this.waiting.push(callback);
    } else {
      this.free--;
      callback();
    }
  },
  release() {
    const next = this.waiting.shift();
    if (next) next();
    else this.free++;
  },
};

const throughPool =
  wrap =>
  async ({ record }) => {
    await new Promise(done => {
      const query = () => {
        record();
        setImmediate(() => {
          record();
          done();
          pool.release();
        });
      };
      pool.acquire(wrap(query));
    });
    record();
  };

module.exports = {
  async promises({ record, untilAllAreHere }) {
    await null;
    record();
    await untilAllAreHere();
    const parts = [1, 2, 3].map(async part => {
      await timers.setImmediate();
      record(part);
    });
    await Promise.all(parts);
    await Promise.reject(new Error('caught')).catch(record).finally(record);
    async function* steps() {
      yield 'first';
      await timers.setImmediate();
      yield 'second';
    }
    for await (const step of steps()) record(step);
    await { then: resolve => resolve(record()) };
  },

  async timers({ record }) {
    await new Promise(done => {
      setTimeout(() => {
        record();
        setImmediate(() => {
          record();
          process.nextTick(() => {
            record();
            queueMicrotask(() => {
              record();
              let left = 2;
              const interval = setInterval(() => {
                record();
                if (--left > 0) return;
                clearInterval(interval);
                done();
              }, 1);
            });
          });
        });
      }, 1);
    });
    await timers.setTimeout(1);
    record();
    for await (const tick of timers.setInterval(1)) {
      record(tick);
      break;
    }
  },

  async 'event emitters'({ record, untilAllAreHere }) {
    const own = new EventEmitter();
    own.on('event', record);
    await untilAllAreHere();
    own.emit('event');

    // Listeners on one emitter for all, each bound to its request.
    const heard = new Promise(done => {
      bus.once(
        'event',
        bound(() => {
          record();
          setImmediate(() => done(record()));
        }),
      );
    });
    jobs.push(() => bus.emit('event'));
    await heard;
    record();

    // A bound emitter, whoever emits.
    const emitter = context.bind(context.active(), new EventEmitter());
    const emitted = new Promise(done => {
      emitter.once('event', () => done(record()));
    });
    jobs.push(() => emitter.emit('event'));
    await emitted;
    record();
  },

  async streams({ record, request }) {
    let body = '';
    for await (const chunk of request) {
      record();
      body += chunk;
    }
    record();
    let end = '';
    await pipeline(
      Readable.from([body, '!']),
      new Transform({
        transform(chunk, _encoding, done) {
          setImmediate(() => {
            record();
            done(null, chunk);
          });
        },
        flush(done) {
          record();
          done();
        },
      }),
      createGzip(),
      createGunzip(),
      async function* (source) {
        for await (const chunk of source) yield chunk;
        record();
      },
      new PassThrough(),
      new Writable({
        write(chunk, _encoding, done) {
          end += chunk;
          done();
        },
        final(done) {
          record();
          done();
        },
      }),
    );
    if (end === `${body}!`) record();
  },

  async 'callbacks of Node'({ record }) {
    await new Promise(done => {
      randomBytes(8, () => {
        record();
        gzip('text', () => {
          record();
          readFile(__filename, () => done(record()));
        });
      });
    });
    record();
  },

  'a connection pool, bound': throughPool(bound),

  'a connection pool, not bound': throughPool(callback => callback),

  async 'a queue worked off by a timer, bound'({ record }) {
    await new Promise(done => {
      jobs.push(
        bound(() => {
          record();
          setTimeout(() => done(record()), 1);
        }),
      );
    });
    record();
  },
};
