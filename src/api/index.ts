export type { ApiContext } from './base.ts'
export { type ApiClient, createLocalClient, router } from './router.ts'
