// The algorithm for a client's snippets: the registered one, else an allowed one that fits its key. Pure.

/** Algorithms by type and size of the key, the simplest first. */
const FITTING = {
  RSA: ["RS256", "PS256", "RS384", "PS384", "RS512", "PS512"],
  "RSASSA-PSS": ["PS256", "PS384", "PS512"],
  "EC 256": ["ES256"],
  "EC 384": ["ES384"],
  "EC 521": ["ES512"],
  Ed25519: ["EdDSA", "Ed25519"],
  secret: ["HS256", "HS384", "HS512"],
};
const CURVES = { "P-256": "EC 256", "P-384": "EC 384", "P-521": "EC 521", Ed25519: "Ed25519" };

/** The allowed ones; if the server does not tell, those of the method. None: the client does not sign. */
export function algorithmsOf(client, method, server) {
  const known = method?.properties.find(({ name }) => name === "token_endpoint_auth_signing_alg")?.allowed_values ?? [];
  const registered = client.token_endpoint_auth_signing_alg;
  return registered ? [registered] : known.filter((name) => server.algorithms?.includes(name) ?? true);
}

export function algorithmOf(client, method, server) {
  const allowed = algorithmsOf(client, method, server);
  const bound = method.uses_secrets ? undefined : client.certificates[0]?.alg;
  const fitting = bound ? [bound] : (FITTING[keyOf(client, method)] ?? []);
  return fitting.find((name) => allowed.includes(name)) ?? allowed[0];
}

/** Type and size of the client's first known key. */
function keyOf(client, method) {
  if (method.uses_secrets) {
    return "secret";
  }
  const [registered] = client.certificates;
  if (registered) {
    return registered.algorithm === "EC" ? `EC ${registered.size}` : registered.algorithm;
  }
  const published = client.jwks?.keys?.[0];
  return published ? (CURVES[published.crv] ?? published.kty) : "RSA";
}
