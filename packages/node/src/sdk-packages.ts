import type { TextMapPropagator } from '@opentelemetry/api';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';

const SDK_NODE = '@opentelemetry/sdk-node';

/** The part of `@opentelemetry/core` that is used here, SDK 2 and 3. */
export interface CoreModule {
  CompositePropagator: new (config: {
    propagators: TextMapPropagator[];
  }) => TextMapPropagator;
  W3CTraceContextPropagator: new () => TextMapPropagator;
  getBooleanFromEnv(name: string): boolean;
  getNumberFromEnv(name: string): number | undefined;
  getStringFromEnv(name: string): string | undefined;
  getStringListFromEnv(name: string): string[] | undefined;
}

/** An installed `@opentelemetry/sdk-node` and the packages that it uses. */
export interface SdkPackages {
  /** As in `0.<minor>.0`: 200 to 299 is SDK 2, from 300 on SDK 3. */
  minor: number;
  /** Whether `sdk-node` itself names the package as a dependency. */
  dependsOn(name: string): boolean;
  /** `@opentelemetry/sdk-node` itself. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  nodeSdk(): any;
  /** The very copy of a package that `sdk-node` uses. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  load(name: string): any;
  core(): CoreModule;
}

interface PackageJson {
  name?: string;
  version: string;
  dependencies?: Record<string, string>;
}

/**
 * Finds the SDK that the application uses: from its main module, else from
 * the working directory, else from where this package is installed.
 *
 * @returns undefined where there is none, as in a bundle
 */
export function findSdkPackages(): SdkPackages | undefined {
  const entry = resolveFromApplication(SDK_NODE);
  const manifest = entry && manifestOf(entry);
  if (!entry || !manifest) return undefined;

  const load = createRequire(entry);
  return {
    minor: Number(manifest.version.split('.')[1]),
    dependsOn: name => manifest.dependencies?.[name] !== undefined,
    nodeSdk: () => load(entry),
    load,
    core: () => load('@opentelemetry/core'),
  };
}

/** The file that the application gets for a package, if it is installed. */
export function resolveFromApplication(name: string): string | undefined {
  for (const file of anchors()) {
    try {
      return createRequire(file).resolve(name);
    } catch {
      // not to be found from there
    }
  }
  return undefined;
}

/** Files to look from. None of them has to exist. */
function anchors(): string[] {
  const main = process.argv[1];
  return [
    ...(main !== undefined && isAbsolute(main) ? [main] : []),
    join(process.cwd(), 'package.json'),
    __filename,
  ];
}

/** Read from the disk: SDK 3 does not export its `package.json`. */
function manifestOf(entry: string): PackageJson | undefined {
  for (
    let folder = dirname(entry);
    folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    try {
      const manifest: PackageJson = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      );
      if (manifest.name === SDK_NODE) return manifest;
    } catch {
      // no package.json here: look one folder up
    }
  }
  return undefined;
}
