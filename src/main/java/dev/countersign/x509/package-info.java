/** Public keys that were registered in certificates or bare, and who verifies with them fastest. The only package that names BouncyCastle. */
@NullMarked
package dev.countersign.x509;

import org.jspecify.annotations.NullMarked;
