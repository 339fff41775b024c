/** Embedding spaces: changing from one to another, and keeping their vectors searchable fast. */
export { createSpaces, type Spaces } from './spaces.ts'
export { createUpkeep, type Upkeep } from './upkeep.ts'
