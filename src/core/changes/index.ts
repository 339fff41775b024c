export { type Changes, createChanges, type Listener, type Publish } from './changes.ts'
export { createLocalPubSub, type PubSub } from './pub-sub.ts'
