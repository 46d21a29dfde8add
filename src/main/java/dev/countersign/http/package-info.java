/**
 * Authentication at the HTTP layer: reads the one credential of a request, has it judged, and passes the request on or
 * writes the refusal.
 */
@NullMarked
package dev.countersign.http;

import org.jspecify.annotations.NullMarked;
