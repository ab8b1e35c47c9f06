import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { windowRoleSchema } from './domain/role.ts';

/** One page a window; the station serves them from its own origin under a strict CSP, so nothing is inlined. */
const root = join(import.meta.dirname, 'renderer');

export default defineConfig({
  root,
  base: '/',
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, 'dist', 'renderer'),
    emptyOutDir: true,
    // `/assets/` is the station's own folder of sounds, voice and pictures.
    assetsDir: 'chunks',
    // The Chromium of Electron 33, the oldest shell.
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      input: Object.fromEntries(windowRoleSchema.options.map((role) => [role, join(root, role, 'index.html')])),
    },
  },
});
