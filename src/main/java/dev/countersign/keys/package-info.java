/**
 * Public keys: which may be relied on, how they are read and written (JWK, certificate), and which JWS algorithm takes
 * which. The same for assertions, uploads and the client kit. Pure JDK.
 */
@NullMarked
package dev.countersign.keys;

import org.jspecify.annotations.NullMarked;
