/**
 * The room of certificates and bare keys: imported from files, made here, described, and verified with. The only
 * package that names BouncyCastle.
 */
@NullMarked
package dev.countersign.x509;

import org.jspecify.annotations.NullMarked;
