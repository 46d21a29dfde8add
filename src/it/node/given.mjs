// What every script here is told, and how it says what it saw.
import { readFileSync } from 'node:fs';
import { importJWK } from 'jose';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, CLIENT_KEY, METHOD, ALGORITHM } = process.env;

/** Ours, and where the protected resource is. */
export const issuer = new URL(ISSUER);
export const verify = new URL(`${ISSUER}/verify`);

export const id = CLIENT_ID;
export const secret = CLIENT_SECRET;
export const method = METHOD;
/** Of the assertion; undefined where the method has none. */
export const algorithm = ALGORITHM;

/** The private key as a JSON Web Key. */
export const jwk = () => JSON.parse(CLIENT_KEY);
/** The same, as Web Crypto has it. */
export const privateKey = () => importJWK(jwk(), ALGORITHM);

/** The last line of a script: the library, its version, and what it did. */
export function seen(library, ...steps) {
  const description = new URL(`./node_modules/${library}/package.json`, import.meta.url);
  console.log(`${library} ${JSON.parse(readFileSync(description, 'utf8')).version}: ${steps.join(', ')}`);
}
