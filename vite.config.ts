import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? '3000'}`;

export default defineConfig({
  root: 'src/web',
  plugins: [react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // Fonts stay files: the page's CSP has no `data:` source for them.
    assetsInlineLimit: 0,
    // The first browsers with CSS light-dark(), on which the theme stands; lower targets make the build rewrite it.
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        // One chunk, so that zod's setting is in force before any other chunk makes a schema.
        codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod\/|api\/without-eval/ }] },
      },
    },
  },
  server: { proxy: { '/api': api } },
});
