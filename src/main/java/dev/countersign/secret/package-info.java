/** Client secrets: made, hashed or encrypted under keys derived from the master key, and compared. */
@NullMarked
package dev.countersign.secret;

import org.jspecify.annotations.NullMarked;
