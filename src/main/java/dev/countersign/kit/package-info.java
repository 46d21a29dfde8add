/**
 * The client's side: signs a client in by its key, and publishes its public keys. It stands alone: nothing of the
 * server is needed.
 *
 * <h2>What to use</h2>
 *
 * <ul>
 *   <li>{@link dev.countersign.kit.ClientAssertion} makes the signed JWT of a request ({@code private_key_jwt}, {@code
 *   client_secret_jwt}), and its form parameters.
 *   <li>{@link dev.countersign.kit.ClientKey} is what it signs with: a key of a PKCS12 or JKS file, a private JWK, a
 *   client secret. {@link dev.countersign.kit.RotatingKey} is the key of a file that may change.
 *   <li>{@link dev.countersign.kit.TokenClient} fetches access tokens by such an assertion, by id and secret, or by a
 *       TLS certificate ({@link dev.countersign.kit.ClientCertificate}), and keeps them while they are good.
 *   <li>{@link dev.countersign.kit.JwksServlet} publishes the public keys in the client's own servlet application, for
 *       its {@code jwks_uri}; {@link dev.countersign.kit.PublicJwk} shows them for registration by hand.
 * </ul>
 *
 * <h2>What it needs</h2>
 *
 * Java 17, {@code countersign-kit.jar} (the artifact {@code dev.countersign:countersign} with the classifier {@code
 * kit}), {@code jose4j}, and {@code slf4j-api}, by which jose4j logs; {@link dev.countersign.kit.JwksServlet} also
 * needs the Servlet API 6.0, which the server has. With Maven, exclude all the artifact's dependencies, which are the
 * server's, and name jose4j yourself. Not {@code countersign-classes.jar}: its web fragment would start the server's
 * side in the client's application.
 *
 * <h2>Active and next key</h2>
 *
 * A key store holds the key that signs now, those that will, and those that did lately. What tells them apart is the
 * alias alone: {@code ClientAssertion} signs with the one that it was given, say {@code active}; {@code JwksServlet}
 * publishes them all. Each is known to the server by its thumbprint (RFC 7638), so that a key keeps its name when its
 * alias changes. To rotate, on a copy of the file:
 *
 * <ol>
 *   <li>The alias {@code active} becomes {@code previous}, and {@code next} becomes {@code active}; a new {@code next}
 *   is made.
 *   <li>The copy takes the file's place ({@code mv}). {@code RotatingKey} and {@code JwksServlet} notice at their next
 *       use. The server knows the new key already, since it was published as {@code next}; a key that it does not know
 *       yet, it fetches.
 *   <li>{@code previous} is deleted when the last assertion that it has signed has ended: after five minutes at the
 *   latest. The server forgets it as its cache ends, within ten minutes if it is left at its defaults.
 * </ol>
 *
 * A stolen key is taken out at once, and the server's administrator clears the client's cached keys.
 */
@NullMarked
package dev.countersign.kit;

import org.jspecify.annotations.NullMarked;
