/** pdf.js ships no types for its parser; it is handed on unopened. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: unknown
}
