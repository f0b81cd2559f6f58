import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';

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
