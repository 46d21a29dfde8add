/**
 * The room of access tokens: signs them, verifies them, and rotates the keys for that (RFC 9068, RFC 7009, RFC 7662).
 */
@NullMarked
package dev.countersign.signing;

import org.jspecify.annotations.NullMarked;
