export { type ApiClient, type ApiContext, createLocalClient, router } from './router.ts'
