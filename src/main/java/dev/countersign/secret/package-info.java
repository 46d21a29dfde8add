/** The room of client secrets: made, hashed under the master key, and compared. */
@NullMarked
package dev.countersign.secret;

import org.jspecify.annotations.NullMarked;
