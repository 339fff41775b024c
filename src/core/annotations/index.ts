export { annotationMutations } from './annotation-mutations.ts'
