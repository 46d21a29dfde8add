/**
 * Fetches clients' key sets from the URLs that are registered for them, without letting anybody reach into our network that way. The only package that
 * names Apache HttpClient.
 */
@NullMarked
package dev.countersign.fetch;

import org.jspecify.annotations.NullMarked;
