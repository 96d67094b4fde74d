import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** `npm run build` writes the panel beside the compiled program: dist/panel-ui. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/panel-ui',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing inline: the page's Content Security Policy has neither data: scripts nor inline ones.
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
  },
});
