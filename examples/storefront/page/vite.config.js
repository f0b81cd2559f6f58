import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    target: ['chrome125', 'firefox128', 'safari18'],
    // React and Recharts in one file: it is served from this machine.
    chunkSizeWarningLimit: 1000,
  },
});
