/**
 * Fetches clients' key sets from the URLs that are registered for them, guarded so that no URL reaches into the
 * internal network (SSRF). The only package that names Apache HttpClient.
 */
@NullMarked
package dev.countersign.fetch;

import org.jspecify.annotations.NullMarked;
