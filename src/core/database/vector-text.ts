/** Vectors on their way into Postgres. */

/** Below the largest half-precision number, 65,504. */
const LARGEST = 50_000

/**
 * The direction of a vector as Postgres writes a list of whole numbers, to a fifty-thousandth of its largest: `${text}::int4[]::vector`. Its
 * length is lost, which cosines do not ask for. Within WebAssembly pgvector reads the digits of a float in 3 µs, sixteen times as long.
 */
export function directionText(values: Float32Array): string {
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  const scale = largest === 0 ? 0 : LARGEST / largest
  return `{${Array.from(values, (value) => Math.round(value * scale)).join(',')}}`
}
