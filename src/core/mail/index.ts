/** Mails of the hosted server. */
export { logMail, type Mail, openMail } from './mail.ts'
