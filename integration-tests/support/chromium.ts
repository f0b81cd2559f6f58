import { chromium, type Browser } from 'playwright-core';
import { findProgram } from './find-program';

/** Debian's Chromium; undefined where it is not installed. */
export const CHROMIUM = findProgram('chromium');

/** Starts it without a window, and without requests of its own. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
