/** What is read of a browser's network. */
import { expect, it } from 'vitest'
import { networkNow } from './network.ts'

const system = (values: object) => values as Navigator

it('believes the browser about whether there is a network', () => {
  expect(networkNow(system({ onLine: false }))).toEqual({ online: false, metered: false })
  expect(networkNow(system({ onLine: true }))).toEqual({ online: true, metered: false })
})

it('spares a network that costs money, by its kind or its owner’s wish', () => {
  expect(networkNow(system({ onLine: true, connection: { type: 'cellular' } })).metered).toBe(true)
  expect(networkNow(system({ onLine: true, connection: { type: 'wifi', saveData: true } })).metered).toBe(
    true,
  )
  expect(networkNow(system({ onLine: true, connection: { type: 'wifi', saveData: false } })).metered).toBe(
    false,
  )
})

it('takes a browser that says it otherwise for a network without costs', () => {
  expect(networkNow(system({ onLine: true, connection: { type: 7 } })).metered).toBe(false)
})
