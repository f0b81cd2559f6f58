import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { thirdPartyLicenses } from '../../../scripts/third-party-licenses.mjs';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), thirdPartyLicenses()],
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: ['chrome125', 'firefox128', 'safari18'],
    // React and Recharts in one file: it is served from this machine.
    chunkSizeWarningLimit: 1000,
  },
});
