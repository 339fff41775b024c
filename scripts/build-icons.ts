/** Draws the app's icon in every size and container that the installers want, from resources/icons/icon.svg. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createCanvas, loadImage } from '@napi-rs/canvas'

const folder = new URL('../resources/icons/', import.meta.url)
const at = (name: string) => new URL(name, folder)

const image = await loadImage(readFileSync(at('icon.svg')))

function png(size: number): Buffer {
  const canvas = createCanvas(size, size)
  canvas.getContext('2d').drawImage(image, 0, 0, size, size)
  return canvas.toBuffer('image/png')
}

/** Windows: a directory of PNGs, little-endian; a side of 256 is written as 0. */
function ico(sizes: readonly number[]): Buffer {
  const images = sizes.map(png)
  const header = Buffer.alloc(6 + 16 * sizes.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(sizes.length, 4)
  let offset = header.length
  for (const [index, bytes] of images.entries()) {
    const entry = 6 + 16 * index
    const side = (sizes[index] ?? 0) % 256
    header.writeUInt8(side, entry)
    header.writeUInt8(side, entry + 1)
    header.writeUInt16LE(1, entry + 4)
    header.writeUInt16LE(32, entry + 6)
    header.writeUInt32LE(bytes.length, entry + 8)
    header.writeUInt32LE(offset, entry + 12)
    offset += bytes.length
  }
  return Buffer.concat([header, ...images])
}

/** macOS: tagged PNGs, big-endian; the tags are Apple's names of the sizes, `@2x` ones included. */
function icns(sizes: Readonly<Record<string, number>>): Buffer {
  const parts = Object.entries(sizes).map(([tag, size]) => {
    const bytes = png(size)
    const header = Buffer.alloc(8)
    header.write(tag, 'latin1')
    header.writeUInt32BE(bytes.length + 8, 4)
    return Buffer.concat([header, bytes])
  })
  const header = Buffer.alloc(8)
  header.write('icns', 'latin1')
  header.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4)
  return Buffer.concat([header, ...parts])
}

mkdirSync(at('png/'), { recursive: true })
for (const size of [16, 32, 48, 64, 128, 256, 512]) writeFileSync(at(`png/${size}x${size}.png`), png(size))
writeFileSync(at('icon.ico'), ico([16, 32, 48, 64, 128, 256]))
writeFileSync(
  at('icon.icns'),
  icns({ ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 }),
)
