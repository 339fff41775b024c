/** A whole workspace as one file, `NAME.docuchat`: to keep elsewhere, or to take to another computer. */
export { restoreWorkspaceFile, restoreWorkspaceStream } from './restore.ts'
export { saveWorkspaceFile, streamWorkspaceFile } from './save.ts'
