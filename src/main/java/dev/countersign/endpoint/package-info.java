/** The endpoints of OAuth 2.0: tokens, introspection, revocation, and the metadata by which clients find them. */
@NullMarked
package dev.countersign.endpoint;

import org.jspecify.annotations.NullMarked;
