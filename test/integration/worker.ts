/** A worker process for the tests in several processes: works on the database and the blobs that its arguments name. */
import { parseArgs } from 'node:util'
import { openHostedCore } from './hosted-core.ts'

const { values } = parseArgs({
  options: { database: { type: 'string', default: '' }, blobs: { type: 'string', default: '' } },
})
const hosted = await openHostedCore({ url: values.database, blobs: values.blobs, work: true })
await hosted.core.documents.resume()
process.stdout.write('working\n')
process.once('SIGTERM', async () => {
  await hosted.close()
  process.exit(0)
})
