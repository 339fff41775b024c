/** The mutations module: how a named change is done, here and where it is told. */
export { defineMutation, type Mutation } from './mutation.ts'
export { createMutator, type Mutator, type Recorder } from './mutator.ts'
