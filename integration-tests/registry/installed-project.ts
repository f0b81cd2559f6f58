import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { run } from '../support/run';

/** Where the packages are published, see scripts/test-registry.mjs. */
const REGISTRY = process.env.REGISTRY_URL;

/**
 * A Node.js that new releases run on, see scripts/test-registry.mjs; npm chooses
 * versions that fit the one it runs on.
 */
export const NEWER_NODE = process.env.NEWER_NODE;

/** Milliseconds within which a project is installed, on a slow network too. */
export const INSTALL_TIMEOUT = 300_000;

const NPM = ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund'];

export interface InstallOptions {
  /** Folders whose files are added. */
  others?: string[];
  /** The Node.js that it is to run on, instead of the one that this runs on. */
  node?: string | undefined;
  /** The command that installs it, instead of npm's. */
  installer?: string[];
  /** The folder that holds these folders. */
  projects?: string;
}

/**
 * A project of somebody who uses the packages: a copy of one in `projects`,
 * far from this repository's node_modules, installed from the registry.
 */
export class InstalledProject {
  private constructor(
    readonly folder: string,
    private readonly node: string | undefined,
  ) {}

  /**
   * @param name of its folder
   * @throws if it cannot be installed
   */
  static install(
    name: string,
    {
      others = [],
      node,
      installer = NPM,
      projects = join(__dirname, 'projects'),
    }: InstallOptions = {},
  ): InstalledProject {
    const folder = mkdtempSync(join(tmpdir(), `otel-baggage-${name}-`));
    const project = new InstalledProject(folder, node);
    for (const source of [name, ...others]) {
      cpSync(join(projects, source), folder, { recursive: true });
    }
    writeFileSync(join(folder, '.npmrc'), `@otel-baggage:registry=${REGISTRY}`);
    const [command, ...args] = installer;
    project.run(command!, ...args);
    return project;
  }

  /**
   * Runs a command in the project's folder.
   *
   * @returns its standard output
   * @throws with all of its output if it fails
   */
  run(command: string, ...args: string[]): string {
    const { PATH } = process.env;
    const folders = this.node === undefined ? [] : [dirname(this.node)];
    const env = { ...process.env, PATH: [...folders, PATH].join(delimiter) };
    return run({ cwd: this.folder, env }, command, ...args);
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
