import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './find-program';
import { freePort, onFreePort } from './free-port';

/** Debian's script on the PATH wants another user; this is what it runs. */
const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** RabbitMQ of Debian; undefined where it, or a part of it, is not installed. */
export const RABBITMQ =
  existsSync(SERVER) && findProgram('epmd') && findProgram('erl')
    ? SERVER
    : undefined;

/** Milliseconds until it listens. */
const PATIENCE = 120_000;

/** RabbitMQ on ports that are free, with all it writes in a folder of its own. */
export class RabbitMq {
  private readonly folder = mkdtempSync(join(tmpdir(), 'rabbitmq-'));
  private readonly processes: ChildProcess[] = [];

  private constructor(readonly url: string) {}

  /** Starts it and waits until it listens. */
  static start(): Promise<RabbitMq> {
    return onFreePort(RabbitMq.startOn);
  }

  private static async startOn(this: void, port: string): Promise<RabbitMq> {
    const started = new RabbitMq(`amqp://127.0.0.1:${port}`);
    try {
      await started.start(port);
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  private async start(port: string): Promise<void> {
    const folder = this.folder;
    const inFolder = (name: string) => join(folder, name);
    writeFileSync(inFolder('plugins'), '[].');
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      ERL_EPMD_ADDRESS: '127.0.0.1',
      ERL_EPMD_PORT: await freePort(),
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
      RABBITMQ_DIST_PORT: await freePort(),
      RABBITMQ_ENABLED_PLUGINS_FILE: inFolder('plugins'),
      RABBITMQ_LOGS: '-',
      RABBITMQ_LOG_BASE: inFolder('log'),
      RABBITMQ_MNESIA_BASE: inFolder('data'),
      RABBITMQ_NODENAME: `test-${port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: port,
      RABBITMQ_PID_FILE: inFolder('pid'),
    };
    // Erlang would start its port mapper as a daemon, which outlives it.
    this.spawn('epmd', env);
    const server = this.spawn(RABBITMQ!, env);

    const end = Date.now() + PATIENCE;
    while (!(await listens(Number(port)))) {
      if (server.exitCode !== null || Date.now() > end) {
        throw new Error('RabbitMQ does not listen');
      }
      await sleep(100);
    }
  }

  /** In a group of its own, since the server is a script that starts others. */
  private spawn(command: string, env: NodeJS.ProcessEnv): ChildProcess {
    const started = spawn(command, {
      env,
      cwd: this.folder,
      stdio: 'ignore',
      detached: true,
    });
    this.processes.push(started);
    return started;
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map(endGroup));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const ended = child.exitCode === null ? once(child, 'exit') : undefined;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
  await ended;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
