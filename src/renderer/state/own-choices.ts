/** What is of whoever looks, not of the server's workspace that they look at: kept by the browser. */
import { type Settings, settingsChangeSchema } from '../../contract/index.ts'

const KEY = 'docuchat.choices'
const choicesSchema = settingsChangeSchema.pick({ language: true, theme: true, density: true })
type Choices = Partial<Pick<Settings, 'language' | 'theme' | 'density'>>

/** The language is the browser's until another is chosen. */
export const ownChoices = (): Choices => ({
  language: /^fa\b/.test(navigator.language) ? 'fa' : 'en',
  ...kept(),
})

/** Of a change, what is the user's own. */
export function keepChoices(change: Choices): void {
  localStorage.setItem(KEY, JSON.stringify({ ...kept(), ...choicesSchema.parse(change) }))
}

function kept(): object {
  try {
    return choicesSchema.parse(JSON.parse(localStorage.getItem(KEY) ?? '{}'))
  } catch {
    return {}
  }
}
