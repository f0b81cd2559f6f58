import { existsSync } from 'node:fs';

/** Debian's Chromium; undefined where it is not installed. */
export const CHROMIUM = ['/usr/bin/chromium'].find(existsSync);

export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
