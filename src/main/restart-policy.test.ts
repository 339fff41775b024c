/** A backend that died comes back at once; one that cannot live is left alone. */
import { expect, it } from 'vitest'
import { RestartPolicy } from './restart-policy.ts'

it('waits longer after each death, and gives up at the fifth within a minute', () => {
  const policy = new RestartPolicy()
  const delays = [0, 1_000, 2_000, 3_000, 4_000].map((now) => policy.delayAfterDeath(now))
  expect(delays.slice(0, 4)).toEqual([...delays.slice(0, 4)].sort((a, b) => Number(a) - Number(b)))
  expect(delays.slice(0, 4)).not.toContain(undefined)
  expect(delays[4]).toBeUndefined()
})

it('never gives up on deaths that lie apart', () => {
  const policy = new RestartPolicy()
  for (let death = 0; death < 50; death += 1) expect(policy.delayAfterDeath(death * 20_000)).toBeDefined()
})

it('starts afresh when the user asks for it', () => {
  const policy = new RestartPolicy()
  for (let death = 0; death < 5; death += 1) policy.delayAfterDeath(death)
  policy.forget()
  expect(policy.delayAfterDeath(10)).toBeDefined()
})
