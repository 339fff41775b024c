/** A process with nothing but a Fastify route, to hold the server's routes against. */
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'

const app = fastify()
app.get('/bare', async () => ({ status: 'ok' }))
await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.((app.server.address() as AddressInfo).port)
process.on('disconnect', () => process.exit())
