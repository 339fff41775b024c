export { type ApiContext, toTransportError } from './base.ts'
export { type ApiClient, createLocalClient, router } from './router.ts'
