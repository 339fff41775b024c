/** The one origin that the window's pages come from. */

export const APP_SCHEME = 'app'
const APP_HOST = 'docuchat'
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`

/** Whether `url` is of our own pages; Node gives schemes it does not know no origin, so scheme and host are compared. */
export function isOwnUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host, username, password } = new URL(url)
  return protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === ''
}
