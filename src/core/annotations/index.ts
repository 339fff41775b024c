/** The annotations module: notes that people write to passages. */
export { annotationMutations } from './annotation-mutations.ts'
export { type Annotations, createAnnotations } from './annotations.ts'
