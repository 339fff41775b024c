/** Builds out/: the modules of main, backend and core one by one, the preload script and the window as bundles. */
import { cpSync, globSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const root = dirname(fileURLToPath(import.meta.url))
const at = (...parts: string[]) => resolve(root, ...parts)

/** What is started by its path, and so is imported by nobody. */
const programs = globSync(
  ['src/main/index.ts', 'src/backend/{utility-process,web-server}.ts', 'src/core/**/*.worker.ts'],
  { cwd: root },
)

/** What pdf.js fetches while it shows a page; the window finds it at `pdfjs/` beside its index.html. */
const PDFJS_FOLDERS = ['cmaps', 'standard_fonts', 'wasm', 'iccs']

export default defineConfig({
  main: {
    build: {
      // Core finds its workers, its SQL and the resources beside the running file, so out/ has the shape of src/.
      outDir: at('out'),
      emptyOutDir: true,
      sourcemap: true,
      reportCompressedSize: false,
      rolldownOptions: {
        input: Object.fromEntries(
          programs.map((file) => [relative('src', file).replace(/\.ts$/, ''), at(file)]),
        ),
        output: {
          format: 'es',
          preserveModules: true,
          preserveModulesRoot: at('src'),
          entryFileNames: '[name].js',
        },
      },
    },
    plugins: [copy(at('src/core/database/migrations'), at('out/core/database/migrations'))],
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      reportCompressedSize: false,
      // A sandboxed preload script can require nothing but electron, so everything else is in it.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      reportCompressedSize: false,
      // The content security policy has no room for inlined fonts, styles and scripts.
      assetsInlineLimit: 0,
      minify: true,
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: { index: at('src/renderer/index.html') } },
    },
    plugins: [
      react(),
      tailwind(),
      ...PDFJS_FOLDERS.map((folder) =>
        copy(at('node_modules/pdfjs-dist', folder), at('out/renderer/pdfjs', folder)),
      ),
    ],
  },
})

/** Copies a folder once the build has written its own files. */
function copy(from: string, to: string): Plugin {
  return { name: `copy ${relative(root, from)}`, closeBundle: () => cpSync(from, to, { recursive: true }) }
}
