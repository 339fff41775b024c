export { type ApiContext, toTransportError } from './base.ts'
export { restRouter } from './rest.ts'
export { type ApiClient, createLocalClient, router } from './router.ts'
