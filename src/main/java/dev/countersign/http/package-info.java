/** The door for clients: reads the one credential of a request, has it judged, and lets the request in or writes the refusal. */
@NullMarked
package dev.countersign.http;

import org.jspecify.annotations.NullMarked;
