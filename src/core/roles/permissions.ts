/** Which calls into the core take more than the role of a viewer; whatever shell makes them. */
import type { Actor, Role } from '../../contract/index.ts'
import { requireRole } from './roles.ts'

const leastRoles = {
  documents: {
    ...{ add: 'member', rename: 'member', move: 'member', remove: 'member', restore: 'member' },
    ...{ purge: 'member', retry: 'member', cancel: 'member', tag: 'member' },
  },
  folders: { create: 'member', rename: 'member', move: 'member', remove: 'member', restore: 'member' },
  annotations: { add: 'member', edit: 'member', remove: 'member' },
  chats: { share: 'member' },
  settings: { set: 'admin' },
} as const satisfies Record<string, Record<string, Role>>

type Call = (actor: Actor, ...rest: never[]) => Promise<unknown>
type LeastRoles = typeof leastRoles
type Guarded = {
  readonly [Part in keyof LeastRoles]: { readonly [Name in keyof LeastRoles[Part]]: Call }
}

/** The core, those calls of which throw `forbidden` where the actor's role is too low. */
export function withRoles<Core extends Guarded>(core: Core): Core {
  return {
    ...core,
    documents: guard(core.documents, leastRoles.documents),
    folders: guard(core.folders, leastRoles.folders),
    annotations: guard(core.annotations, leastRoles.annotations),
    chats: guard(core.chats, leastRoles.chats),
    settings: guard(core.settings, leastRoles.settings),
  }
}

function guard<Part extends object>(part: Part, roles: Readonly<Record<string, Role>>): Part {
  const guarded = Object.entries(roles).map(([name, least]) => {
    const call = Reflect.get(part, name) as (actor: Actor, ...rest: unknown[]) => Promise<unknown>
    return [
      name,
      async (actor: Actor, ...rest: unknown[]) => {
        requireRole(actor, least)
        return call(actor, ...rest)
      },
    ]
  })
  return { ...part, ...Object.fromEntries(guarded) }
}
