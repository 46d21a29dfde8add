/**
 * The room of signed assertions: read strictly, verified by registered keys or secrets, and judged by their claims (RFC
 * 7515, RFC 7517, RFC 7523).
 */
@NullMarked
package dev.countersign.jose;

import org.jspecify.annotations.NullMarked;
