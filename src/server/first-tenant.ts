/** What a server that was never used has for whoever tries it: an organisation with one owner. */
import { newTenantSchema } from '../contract/index.ts'
import type { Server } from './server.ts'

const FIRST = newTenantSchema.parse({
  slug: 'docuchat',
  name: 'DocuChat',
  ownerEmail: 'owner@docuchat.example',
})

/** Tells by `announce` where the server is and, at its first start, makes them and tells how to sign in, with a code. */
export async function welcome(
  { organisation, signIn, url }: Pick<Server, 'organisation' | 'signIn' | 'url'>,
  announce: (line: string) => void,
): Promise<void> {
  announce(`DocuChat is at ${url}/app/ (its API at ${url}/docs).`)
  const { tenants } = organisation
  const isKnown = await tenants.find(FIRST.slug).then(
    () => true,
    () => false,
  )
  if (isKnown) return
  const { id, name, slug } = await tenants.create(FIRST)
  announce(`Sign in to “${slug}” as ${FIRST.ownerEmail}:`)
  const request = { tenantId: id, tenantName: name, email: FIRST.ownerEmail }
  await signIn.requestCode({ ...request, language: 'en', ip: '127.0.0.1' })
}
