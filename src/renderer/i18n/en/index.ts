/** Every text in English, by the part of the window that says it. */
import { chat } from './chat.ts'
import { common } from './common.ts'
import { library } from './library.ts'
import { organisation } from './organisation.ts'
import { palette } from './palette.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { signIn } from './sign-in.ts'
import { sync } from './sync.ts'
import { viewer } from './viewer.ts'

export const en = { chat, common, library, organisation, palette, search, settings, signIn, sync, viewer }
