/** Sign-in: codes, tokens, and who may enter. */
export { createDevices, type Devices } from './devices.ts'
export { type Admissions, createSignIn, type SignIn } from './sign-in.ts'
export { createSignInCodes } from './sign-in-codes.ts'
export { createTokens, type Session, type SigningKey, type Tokens } from './tokens.ts'
