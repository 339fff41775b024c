// Node 24 parses a package's whole package.json anew for every file it imports from it; drizzle-orm's is 179 kB and a hundred of its
// files are loaded: 0.4 s and 240 MB of garbage at every start. Its relative imports name their files in full, so they are resolved
// here without asking.
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier.startsWith('.') && context.parentURL?.includes('/node_modules/drizzle-orm/')) {
      return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true }
    }
    return nextResolve(specifier, context)
  },
})
