/**
 * Authentication by TLS client certificates (RFC 8705, section 2): the authenticator of both methods, the CAs that are
 * trusted for clients, and their certificate revocation lists.
 */
@NullMarked
package dev.countersign.mtls;

import org.jspecify.annotations.NullMarked;
