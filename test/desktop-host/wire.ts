/** How values travel between the page and the host: JSON, with bytes as base64. Runs on both sides, so each function stands alone. */

/** @param value what structured clone would carry of JSON and bytes */
export function encode(value: unknown): string {
  const base64 = (bytes: Uint8Array) => {
    let binary = ''
    for (let at = 0; at < bytes.length; at += 32_768)
      binary += String.fromCharCode(...bytes.subarray(at, at + 32_768))
    return btoa(binary)
  }
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part instanceof ArrayBuffer) return { $buffer: base64(new Uint8Array(part)) }
    if (ArrayBuffer.isView(part))
      return { $bytes: base64(new Uint8Array(part.buffer, part.byteOffset, part.byteLength)) }
    return part
  })
}

export function decode(text: string): unknown {
  const bytes = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  return JSON.parse(text, (_key, part) => {
    if (typeof part?.$buffer === 'string') return bytes(part.$buffer).buffer
    if (typeof part?.$bytes === 'string') return bytes(part.$bytes)
    return part
  })
}
