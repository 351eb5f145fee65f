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
    target: 'es2023',
    chunkSizeWarningLimit: 600,
  },
  server: { proxy: { '/api': api } },
});
