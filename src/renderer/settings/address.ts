/** Addresses of models and servers, as they are typed and as they are said. */

export const isAddress = (text: string): boolean => /^https?:$/.test(parse(text)?.protocol ?? '')

export const hostOf = (address: string): string => parse(address)?.host ?? address

/** Whether what is sent there stays on this computer. */
export const isOnThisComputer = (address: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(parse(address)?.hostname ?? '')

const parse = (text: string): URL | null => URL.parse(text.trim())
