/** Sign-in: codes, tokens, who may enter, and the computers that are signed in. */
export { createDevices, type Devices } from './devices.ts'
export { type Admissions, createSignIn, type SignIn } from './sign-in.ts'
export { createSignInCodes } from './sign-in-codes.ts'
export { createTokens, type Session, type SigningKey, type Tokens } from './tokens.ts'
