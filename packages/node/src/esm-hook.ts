import { existsSync, readFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PACKAGE = 'package.json';
const INSTRUMENTATION = '@opentelemetry/instrumentation';

/**
 * Lets instrumentations see modules that are imported. In the thread of the
 * application where Node and import-in-the-middle (from its version 3 on) can
 * do that; the older way runs in a thread of its own, and Node 26 warns of it.
 *
 * @param requireThere requires as the instrumentations' package does
 * @throws where the instrumentations have no such hook
 */
export function registerEsmHook(requireThere: NodeJS.Require): void {
  try {
    const file = requireThere.resolve(INSTRUMENTATION);
    const hooks = createRequire(file)(
      'import-in-the-middle/register-hooks.mjs',
    );
    if (hooks.supportsSyncHooks()) return hooks.register();
  } catch {
    // an older Node, or an older import-in-the-middle
  }
  const hook = requireThere.resolve(`${INSTRUMENTATION}/hook.mjs`);
  register(pathToFileURL(hook).href);
}

/**
 * Whether Node runs a file as an ES module: by its name, or by the `package.json`
 * nearest to it. Never throws.
 */
export function isModule(file: string | undefined): boolean {
  const extension = extname(file ?? '');
  if (!/^\.[jt]sx?$/.test(extension)) return /^\.m[jt]s$/.test(extension);
  try {
    for (let folder = dirname(file!); ; folder = dirname(folder)) {
      const found = join(folder, PACKAGE);
      if (existsSync(found)) {
        const { type } = JSON.parse(readFileSync(found, 'utf8')) as {
          type?: unknown;
        };
        return type === 'module';
      }
      if (folder === dirname(folder)) return false;
    }
  } catch {
    return false; // Node says it
  }
}
