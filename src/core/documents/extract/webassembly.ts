/** The part of WebAssembly's interface that pdfium needs, with its types; TypeScript has those among its types for browsers only. */

export type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>
export type Exports = Readonly<Record<string, unknown>>

/** Compiled code, opaque. */
export type Module = object

export interface Instance {
  readonly exports: Exports
}

export interface Memory {
  /** Another one after memory has grown; the old one is then empty. */
  readonly buffer: ArrayBuffer
}

interface Namespace {
  readonly Module: new (bytes: Uint8Array) => Module
  readonly Instance: new (module: Module, imports: Imports) => Instance
}

export const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: Namespace }).WebAssembly
