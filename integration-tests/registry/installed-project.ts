import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../support/run';

/** Where the packages are published, see scripts/test-registry.mjs. */
const REGISTRY = process.env.REGISTRY_URL;

/** Milliseconds within which a project is installed, on a slow network too. */
export const INSTALL_TIMEOUT = 300_000;

/**
 * A project of somebody who uses the packages: a copy of one in `projects`,
 * far from this repository's node_modules, installed from the registry.
 */
export class InstalledProject {
  private constructor(readonly folder: string) {}

  /** @throws if it cannot be installed */
  static install(name: string): InstalledProject {
    const folder = mkdtempSync(join(tmpdir(), `otel-baggage-${name}-`));
    const project = new InstalledProject(folder);
    cpSync(join(__dirname, 'projects', name), folder, { recursive: true });
    writeFileSync(join(folder, '.npmrc'), `@otel-baggage:registry=${REGISTRY}`);
    project.run(
      'npm',
      'install',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
    );
    return project;
  }

  /**
   * Runs a command in the project's folder.
   *
   * @returns its standard output
   * @throws with all of its output if it fails
   */
  run(command: string, ...args: string[]): string {
    return run(this.folder, command, ...args);
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
