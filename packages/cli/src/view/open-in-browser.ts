import { spawn } from 'node:child_process';

const OPENERS: Record<string, string[]> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens a page; where there is no browser, its address has been printed. */
export function openInBrowser(url: string): void {
  const [name = '', ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  spawn(name, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
