/**
 * JWS (RFC 7515): the compact form read strictly, its header, and the verification of signatures (RFC 7518). For client
 * assertions and access tokens alike.
 */
@NullMarked
package dev.countersign.jws;

import org.jspecify.annotations.NullMarked;
