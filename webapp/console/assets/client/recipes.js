// The list of snippets by which a client authenticates. None ever contains a secret or a key.

import { algorithmOf } from "./algorithm.js";
import {
  basic,
  connected,
  post,
  signed,
  signedBySecret,
  tokenByBasic,
  tokenByCertificate,
  tokenByPost,
  tokenBySecretSigning,
  tokenBySigning,
} from "./recipes-curl.js";
import { kit } from "./recipes-java.js";
import { nginx } from "./recipes-nginx.js";
import { openidClient, openidClientFits } from "./recipes-openid-client.js";
import { spring, springFits, springResourceServer } from "./recipes-spring.js";

const uses =
  (...names) =>
  (client) =>
    names.includes(client.token_endpoint_auth_method);

/** Whether it may fetch tokens. */
const fetches = ({ grant_types: types }) => types?.includes("client_credentials") ?? false;

const SECRET =
  "The secret is read from the variable CLIENT_SECRET, so that it is in no history: type “read -r CLIENT_SECRET” first, and the secret on the line after.";

const KIT = "Needs countersign-kit.jar, jose4j and slf4j-api.";

const CERTIFICATE =
  "Its certificate is in client.pem, with the CA certificates after it, and the private key in client-key.pem. Where certificates are asked for at another address or port than below (setting mtlsIssuerUrl), that is the one to use.";

const TOKEN =
  "Fetches an access token and uses it. Keep a token until shortly before its end (expires_in, in seconds), and fetch the next one then: not one for each request.";

const NO_BODY = "A proxy passes no body on when it asks whether to let a request through";
const SIGNED = `${NO_BODY}, and what this client sends stands in the body. Behind a proxy it needs an access token: tick “May fetch access tokens” under Settings.`;

const CONNECTED =
  "A proxy that ends TLS passes the client's certificate on in a header, which Countersign takes from trusted proxies alone (settings clientCertificateHeader and trustedProxies).";

/** Why a method does not work there. */
const BEHIND_A_PROXY = {
  client_secret_post: `${NO_BODY}, and this client's secret stands in the body. Let it use client_secret_basic: its secret stays the same.`,
  private_key_jwt: SIGNED,
  client_secret_jwt: SIGNED,
  tls_client_auth: CONNECTED,
  self_signed_tls_client_auth: CONNECTED,
  other: `${NO_BODY}. Whether this client's method works there is for its plug-in to say: a header field does, when nginx passes it on.`,
};

/**
 * Each has a title, about: what to know before, fits(client, algorithm), text(client, server, algorithm), where every id and URL goes through quoting.js, and may have
 * otherwise(client): what to say to a client that it does not fit.
 */
export const RECIPES = [
  {
    title: "curl",
    about: `${SECRET} One that was not made here, and has other characters than letters, digits, “-”, “_” and “.”, has to be form-encoded.`,
    fits: uses("client_secret_basic"),
    text: basic,
  },
  { title: "curl", about: SECRET, fits: uses("client_secret_post"), text: post },
  {
    title: "openssl and curl",
    about: "For a client without any library. Its private key is in private-key.pem. A JWT can be used once: run all of it each time.",
    fits: uses("private_key_jwt"),
    text: signed,
  },
  {
    title: "openssl and curl",
    about: `${SECRET} While openssl runs, others on the same machine may see the secret among its arguments. A JWT can be used once: run all of it each time.`,
    fits: uses("client_secret_jwt"),
    text: signedBySecret,
  },
  {
    title: "curl",
    about: CERTIFICATE,
    fits: uses("tls_client_auth", "self_signed_tls_client_auth"),
    text: connected,
  },
  {
    title: "Java, with the client kit",
    about: `${KIT} The private key is in keys.p12 under the alias “active”, the password of that file in the file “password”.`,
    fits: uses("private_key_jwt"),
    text: kit,
  },
  {
    title: "Java, with the client kit",
    about: `${KIT} The secret is in the environment variable CLIENT_SECRET.`,
    fits: uses("client_secret_jwt"),
    text: kit,
  },
  {
    title: "Access token, with curl",
    about: `${TOKEN} ${SECRET}`,
    fits: (client) => fetches(client) && uses("client_secret_basic")(client),
    text: tokenByBasic,
  },
  {
    title: "Access token, with curl",
    about: `${TOKEN} ${SECRET}`,
    fits: (client) => fetches(client) && uses("client_secret_post")(client),
    text: tokenByPost,
  },
  {
    title: "Access token, with curl",
    about: `${TOKEN} ${CERTIFICATE}`,
    fits: (client) => fetches(client) && uses("tls_client_auth", "self_signed_tls_client_auth")(client),
    text: tokenByCertificate,
  },
  {
    title: "Access token, with openssl and curl",
    about: `${TOKEN} The private key is in private-key.pem.`,
    fits: (client) => fetches(client) && uses("private_key_jwt")(client),
    text: tokenBySigning,
  },
  {
    title: "Access token, with openssl and curl",
    about: `${TOKEN} ${SECRET}`,
    fits: (client) => fetches(client) && uses("client_secret_jwt")(client),
    text: tokenBySecretSigning,
  },
  {
    title: "Access token, with Spring",
    about:
      "Spring Security 6.4 or newer, spring-boot-starter-oauth2-client. The secret is in the environment variable CLIENT_SECRET, a private key in private-key.jwk. The bean fetches a token when it needs one, and sends it with each request.",
    fits: (client, algorithm) => fetches(client) && springFits(client, algorithm),
    text: spring,
  },
  {
    title: "Resource server, with Spring",
    about:
      "For an application that gets this client's tokens: Spring Security 7 or newer, spring-boot-starter-oauth2-resource-server. It checks the signature and learns of no revocation before a token's end. The audience is the application's own: what the client names as resource when it fetches the token, or else the issuer.",
    fits: fetches,
    text: springResourceServer,
  },
  {
    title: "Access token, with openid-client",
    about:
      "Node.js with openid-client 6, for a private key also jose; in a file that ends in .mjs. The secret is in the environment variable CLIENT_SECRET, a private key in private-key.pem.",
    fits: (client, algorithm) => fetches(client) && openidClientFits(client, algorithm),
    text: openidClient,
  },
  {
    title: "nginx",
    about:
      "For clients that send an access token (Authorization: Bearer) or their secret (Basic). An application with an audience of its own is asked for at its path below the URL, /for/ and its name (setting resources). Goes into a server { } that speaks TLS. Where Countersign listens nearer to nginx than the URL below, name that one. Tell Countersign the address of nginx (trustedProxies), or it believes none of its headers.",
    fits: (client) => fetches(client) || uses("client_secret_basic")(client),
    otherwise: (client) => BEHIND_A_PROXY[client.token_endpoint_auth_method] ?? BEHIND_A_PROXY.other,
    text: nginx,
  },
];

/** The snippets for a client; for some that do not fit it, the reason. */
export function recipesFor(client, method, server) {
  const algorithm = algorithmOf(client, method, server);
  return RECIPES.map((recipe) =>
    recipe.fits(client, algorithm)
      ? { title: recipe.title, about: recipe.about, text: recipe.text(client, server, algorithm) }
      : { title: recipe.title, about: recipe.otherwise?.(client) },
  ).filter(({ about }) => about);
}
