import react from '@vitejs/plugin-react'
import type { Plugin, Rolldown } from 'vite'
import { defineConfig } from 'vitest/config'

/** Leaves out the widgets' words in languages that we do not speak. */
function ourLanguages(): Plugin {
  const words = /react-(aria|stately|aria-components)\/dist\/private\/intl\/.*\b[a-z]{2}-[A-Z]{2}\.mjs$/
  return {
    name: 'our-languages',
    enforce: 'pre',
    load: id => (words.test(id) && !/(en-US|fr-FR)\.mjs$/.test(id) ? 'export default {}' : undefined),
  }
}

/** Writes into the courier's service worker which files to keep for a start without network. */
function courierFiles(): Plugin {
  return {
    name: 'courier-files',
    generateBundle: {
      // After Vite has taken away the chunks that held styles only: a list with a file that is not there keeps nothing.
      order: 'post',
      handler(_, bundle) {
        const worker = bundle['courier/sw.js']
        if (worker?.type !== 'chunk') return
        const files = filesOf(bundle, 'courier.html').filter(file => file !== worker.fileName)
        worker.code = worker.code.replace('__COURIER_FILES__', JSON.stringify(JSON.stringify(files)))
      },
    },
  }
}

function filesOf(bundle: Rolldown.OutputBundle, page: string): string[] {
  const entry = Object.values(bundle).find(f => f.type === 'chunk' && f.isEntry && f.facadeModuleId?.endsWith(page))
  const found = new Set<string>()
  const visit = (name: string) => {
    const chunk = bundle[name]
    if (found.has(name) || !chunk) return
    found.add(name)
    if (chunk.type !== 'chunk') return
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) visit(next)
    for (const style of chunk.viteMetadata?.importedCss ?? []) visit(style)
    // Assets, and scripts of workers, stand in the code by name.
    for (const other of Object.keys(bundle)) if (chunk.code.includes(other)) visit(other)
  }
  if (entry) visit(entry.fileName)
  return [...found].sort()
}

export default defineConfig({
  base: '/front/',
  plugins: [react(), ourLanguages(), courierFiles()],
  worker: { format: 'es' },
  server: { fs: { allow: ['..'] } },
  build: {
    target: 'es2022',
    // The pages allow files of this origin only, and no data: addresses.
    assetsInlineLimit: 0,
    manifest: true,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: {
        app: 'app.html',
        courier: 'courier.html',
        site: 'src/entries/site.ts',
        'courier-sw': 'src/entries/courier-sw.ts',
      },
      output: {
        entryFileNames: chunk => (chunk.name === 'courier-sw' ? 'courier/sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  test: { include: ['src/**/*.test.{ts,tsx}'], environment: 'node' },
})
