/** Shortens the legal name of a company to the one that people say. */

import { fromCapitals, isCapitals } from './capitals.ts'

const FORMS =
  /,?\s+(?:inc|incorporated|corp|corporation|company|co|plc|ltd|limited|llc|l\.p|n\.v|s\.a|ag|se|& co)\.?,?$/iu
/** `THE ACME WIDGET COMPANY, INC.` becomes `Acme Widget`. */
export function spokenName(legal: string): string {
  let name = legal.replace(/\s+/gu, ' ').trim()
  for (let shorter = name.replace(FORMS, ''); shorter !== name && shorter.length > 1; ) {
    name = shorter
    shorter = name.replace(FORMS, '')
  }
  name = name.replace(/^the\s+(?=\S+)/iu, '')
  return isCapitals(name) ? fromCapitals(name) : name
}
