/** Mails of the hosted server. */
export type { InvitationMail } from './invitation-mail.ts'
export { logMail, type Mail, openMail } from './mail.ts'
