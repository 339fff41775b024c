/** The quotas module: limits on tokens, set by admins and kept by reserving before each answer. */
export { createQuotas, type Quotas } from './quotas.ts'
export { createReservations, type Reservation, type Reservations } from './reservations.ts'
