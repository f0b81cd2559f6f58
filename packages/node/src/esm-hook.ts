import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';

const INSTRUMENTATION = '@opentelemetry/instrumentation';

/** `register-hooks.mjs` of import-in-the-middle, from its version 3 on. */
interface RegisterHooks {
  supportsSyncHooks(): boolean;
  register(): void;
}

/**
 * Lets instrumentations see modules that are imported. In the thread of the
 * application where Node and the installed packages can do that; the older
 * way runs in a thread of its own, and Node 26 warns of it.
 *
 * @param requireThere requires as the instrumentations' package does
 * @throws where the instrumentations have no such hook
 */
export function registerEsmHook(requireThere: NodeJS.Require): void {
  const hooks = loadRegisterHooks(requireThere);
  if (hooks?.supportsSyncHooks()) {
    hooks.register();
    return;
  }
  const hook = requireThere.resolve(`${INSTRUMENTATION}/hook.mjs`);
  register(pathToFileURL(hook).href);
}

function loadRegisterHooks(
  requireThere: NodeJS.Require,
): RegisterHooks | undefined {
  try {
    const instrumentation = createRequire(
      requireThere.resolve(INSTRUMENTATION),
    );
    return instrumentation('import-in-the-middle/register-hooks.mjs');
  } catch {
    return undefined; // an older Node, or an older import-in-the-middle
  }
}
